import type { AuditEvent, Grants, HostFailure, HostOptions, Store } from "@airssys/host";
import type { AnyExports, CallError, Instance } from "@airssys/runtime";
import type { HarnessClock } from "../clock/harness-clock.ts";
import type { ComponentSource } from "../component/component-source.ts";
import type { HarnessFaults } from "../faults/harness-faults.ts";
import type { OperationLog } from "../observe/operation-log.ts";
import type { NamespaceSnapshot } from "../stored/readable.ts";
import type { StoredEntry } from "../stored/stored-entry.ts";

/** A component in a harness. */
export interface HarnessComponent<Exports = AnyExports> {
  /**
   * Starts an instance under an id. It survives {@link Harness.restart} and {@link Harness.crash}: each starts it
   * again, as a new instance that finds only what is stored.
   *
   * @param id default: the id in the manifest.
   * @param grants default: those of the manifest.
   * @throws CallError, RangeError, as `Component.start` of `@airssys/runtime` does.
   */
  start<E = Exports>(id?: string, grants?: Grants): Promise<Instance<E>>;
}

/** Changes for the next life of the program. */
export interface RestartOptions {
  /** Host options that replace the earlier ones from now on, such as other cipher keys or limits. */
  readonly host?: Omit<HostOptions, "backend" | "clock" | "audit" | "log">;
}

/** The size of a namespace. */
export interface StoredUsage {
  readonly usedBytes: number;
  readonly keyCount: number;
}

/**
 * A program under the control of a test: a host that runs components, its engine and its clock.
 *
 * Methods that take an id also take the name of a shared namespace, such as `app:settings`.
 */
export interface Harness<Exports = AnyExports> extends HarnessComponent<Exports> {
  /** The time of the host and of the components. It stands still unless the test moves it. */
  readonly clock: HarnessClock;
  /** Plans failures of the engine. */
  readonly faults: HarnessFaults;
  /** The operations that the components asked the host for, in order. */
  readonly operations: OperationLog;
  /** The audit of the host, in order. */
  readonly audit: readonly AuditEvent[];
  /** Failures of the host, which components see as `internal-error` with a reference. Planned faults appear here. */
  readonly failures: readonly HostFailure[];
  /** Errors of event handlers: watch events that a component failed to handle. */
  readonly eventFailures: readonly CallError[];
  /** Adds another component to the same host. @throws the errors of `createHarness` */
  add<E = AnyExports>(source: ComponentSource): Promise<HarnessComponent<E>>;
  /**
   * Waits for the calls made so far, ends the program in good order and begins it again over the same store, with a new
   * host and new instances. Calls made in the meantime wait.
   *
   * @throws HarnessError `not-begun`; the error of an engine that fails to close. If the promise is not awaited, the
   * next call throws `not-begun` as well.
   */
  restart(options?: RestartOptions): Promise<void>;
  /**
   * Ends the program at once, as a kill does, and begins it again over the same store. Calls under way fail with
   * `HarnessError` `crashed`; what they had not committed never reaches the engine. May be called at any time, also in
   * the middle of an operation, and need not be awaited: calls made in the meantime wait.
   *
   * An asynchronous engine may finish the requests that had reached it. Whether a commit among them took effect is
   * open, as after a real crash.
   *
   * @throws as {@link Harness.restart} does
   */
  crash(): Promise<void>;
  /**
   * Plans one {@link Harness.crash} after a number of operations from now: 1 crashes after the next one, which is done
   * but not answered. Replaces an earlier plan.
   *
   * @throws RangeError unless the number is a whole number from 1
   */
  crashAfter(operations: number): void;
  /**
   * Returns the committed entries of a namespace that have not expired, in the order of their keys. @throws
   * HarnessError `unknown-id`
   */
  entries(id: string): Promise<StoredEntry[]>;
  /**
   * Returns the same entries in a readable form, for snapshots: values by their keys, as {@link NamespaceSnapshot}
   * describes. @throws HarnessError `unknown-id`
   */
  snapshot(id: string): Promise<NamespaceSnapshot>;
  /** Returns the size of a namespace. @throws HarnessError `unknown-id` */
  usage(id: string): Promise<StoredUsage>;
  /**
   * Opens a namespace directly, to prepare data that no component would write, or to read it in other ways. Bypasses
   * grants, operations and faults. Valid until the next restart or crash.
   *
   * @throws RangeError unless it is an id or the name of a namespace
   */
  store(id: string): Promise<Store>;
  /** Ends the program and removes its store, unless the backend is the test's own. A second call does nothing. */
  close(): Promise<void>;
  /** The same as {@link Harness.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
