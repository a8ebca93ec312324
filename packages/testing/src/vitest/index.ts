import type { CallErrorCode } from "@airssys/runtime";
import { expect } from "vitest";
import type { HarnessErrorCode } from "../errors/harness-error.ts";
import type { StoredUsage } from "../harness/harness.ts";
import { callMatchers } from "./call-matchers.ts";
import { harnessMatchers } from "./harness-matchers.ts";

/**
 * What can be expected of a call: the promise of `instance.call(...)`, or a function that makes it.
 *
 * Negated, each of them is about that one ending and says nothing of others: a call that is not refused may have
 * trapped. Where a call is to succeed, wait for it. An ending that no call has, such as a mistake in the function that
 * makes it, matches neither way.
 */
export interface CallMatchers {
  /**
   * The component returned an error. What is expected of its payload is compared as `toMatchObject` compares; it is
   * left out where any error will do.
   *
   * @example
   * ```ts
   * await expect(todo.call("todo.complete", 7)).toBeRefused({ tag: "key-not-found" });
   * ```
   */
  toBeRefused(payload?: unknown): Promise<void>;
  /**
   * It failed with that code: `not-committed`, `outcome-unknown`, `timed-out`, `crashed` and others of `CallError` and
   * `HarnessError`.
   *
   * @example
   * ```ts
   * harness.faults.fullDisk();
   * await expect(todo.call("todo.complete", 7)).toFailAs("not-committed");
   * ```
   */
  toFailAs(code: CallErrorCode | HarnessErrorCode): Promise<void>;
  /**
   * The component trapped. The text is looked for in the message of the error, and in what the call printed to its
   * standard error.
   */
  toTrap(text?: string | RegExp): Promise<void>;
  /**
   * The component was denied something for lack of a grant such as `storage:component:todo:write`, and passed that on
   * or trapped. The whole grant is compared.
   */
  toBeDenied(missingGrant?: string): Promise<void>;
}

/** What can be expected of a harness. */
export interface HarnessMatchers {
  /**
   * A namespace holds a key: with any value, with these bytes, or with a value that reads so as a snapshot does.
   *
   * @example
   * ```ts
   * await expect(harness).toHaveEntry("notes", "hello.md", { title: "Hello" });
   * ```
   */
  toHaveEntry(id: string, key: string, value?: unknown): Promise<void>;
  /** A namespace uses so many bytes, or has so many keys. @throws TypeError for other members, and for none */
  toHaveUsage(id: string, usage: Partial<StoredUsage>): Promise<void>;
  /**
   * Some component asked for a function of the contract, with arguments that begin with these.
   *
   * @throws TypeError for what is no function of the contract, also negated
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
