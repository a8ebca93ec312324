import type { CallErrorCode } from "@airssys/runtime";
import { expect } from "vitest";
import type { HarnessErrorCode } from "../errors/harness-error.ts";
import type { StoredUsage } from "../harness/harness.ts";
import { callMatchers } from "./call-matchers.ts";
import { harnessMatchers } from "./harness-matchers.ts";

/**
 * Matchers for a call: `expect` takes the promise of `instance.call(...)`, or a function that makes the call.
 *
 * A negated matcher excludes one ending and allows all others: a call that is not refused may have trapped. To require
 * that a call succeeds, await it. An error that no call throws, such as a mistake in the function, fails both ways.
 */
export interface CallMatchers {
  /**
   * Passes if the component returned an error. The payload is compared like `toMatchObject`; without it, any error
   * passes.
   *
   * @example
   * ```ts
   * await expect(todo.call("todo.complete", 7)).toBeRefused({ tag: "key-not-found" });
   * ```
   */
  toBeRefused(payload?: unknown): Promise<void>;
  /**
   * Passes if the call failed with a code of `CallError` or `HarnessError`, such as `not-committed`, `outcome-unknown`,
   * `timed-out` or `crashed`.
   *
   * @example
   * ```ts
   * harness.faults.fullDisk();
   * await expect(todo.call("todo.complete", 7)).toFailAs("not-committed");
   * ```
   */
  toFailAs(code: CallErrorCode | HarnessErrorCode): Promise<void>;
  /**
   * Passes if the component trapped. The text must be in the message of the error or in the standard error of the call.
   */
  toTrap(text?: string | RegExp): Promise<void>;
  /**
   * Passes if the component lacked a grant such as `storage:component:todo:write`, and returned that error or trapped.
   * The whole grant is compared.
   */
  toBeDenied(missingGrant?: string): Promise<void>;
}

/** Matchers for a harness. */
export interface HarnessMatchers {
  /**
   * Passes if a namespace holds a key: with any value, with these bytes, or with a value in the readable form of a
   * snapshot.
   *
   * @example
   * ```ts
   * await expect(harness).toHaveEntry("notes", "hello.md", { title: "Hello" });
   * ```
   */
  toHaveEntry(id: string, key: string, value?: unknown): Promise<void>;
  /** Passes if a namespace has these numbers of bytes and keys. @throws TypeError for other members, and for none */
  toHaveUsage(id: string, usage: Partial<StoredUsage>): Promise<void>;
  /**
   * Passes if a component called a function of the contract with arguments that begin with these.
   *
   * @throws TypeError for a name that is no function of the contract, also if negated
   *
   * @example
   * ```ts
   * expect(harness).not.toHaveAsked("storage-delete", "hello.md");
   * ```
   */
  toHaveAsked(name: string, ...args: unknown[]): void;
}

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends CallMatchers,
      HarnessMatchers {}
}

expect.extend({ ...callMatchers, ...harnessMatchers });
