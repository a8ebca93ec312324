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
   * Starts it under an id. The instance goes on over {@link Harness.restart} and {@link Harness.crash}: each starts it
   * again, as a new instance with nothing but what is stored.
   *
   * @param id default: the id in the manifest.
   * @param grants default: those of the manifest.
   * @throws CallError, RangeError, as `Component.start` of `@airssys/runtime` does.
   */
  start<E = Exports>(id?: string, grants?: Grants): Promise<Instance<E>>;
}

/** What may be otherwise in the next life of a program. */
export interface RestartOptions {
  /** Options of its host that replace those of before, from now on: other keys of its cipher, other limits. */
  readonly host?: Omit<HostOptions, "backend" | "clock" | "audit" | "log">;
}

/** What a namespace uses. */
export interface StoredUsage {
  readonly usedBytes: number;
  readonly keyCount: number;
}

/**
 * A program that runs components, in the hands of a test: a host, its engine and its clock.
 *
 * Where an id is asked for, the name of a shared namespace does as well: `app:settings`.
 */
export interface Harness<Exports = AnyExports> extends HarnessComponent<Exports> {
  /** The time of the host and of the components. It stands still unless the test moves it. */
  readonly clock: HarnessClock;
  /** What is to go wrong with the engine. */
  readonly faults: HarnessFaults;
  /** What the components asked of the host, in order. */
  readonly operations: OperationLog;
  /** The audit of the host, in order. */
  readonly audit: readonly AuditEvent[];
  /** Failures of the host, which components see as `internal-error` and a number: planned faults, as a rule. */
  readonly failures: readonly HostFailure[];
  /** Events of watches that a component has failed to handle. */
  readonly eventFailures: readonly CallError[];
  /** Another component in the same host. @throws what `createHarness` throws */
  add<E = AnyExports>(source: ComponentSource): Promise<HarnessComponent<E>>;
  /**
   * Ends the program in order, once the calls made so far have ended, and begins it again over the same store: a new
   * host and new instances. Calls that are made meanwhile wait.
   *
   * @throws HarnessError `not-begun`, and what its engine throws as it is closed; who does not wait for it hears of the
   * former with the next call
   */
  restart(options?: RestartOptions): Promise<void>;
  /**
   * Ends the program as a kill does, at this instant, and begins it again over the same store. Calls under way fail
   * with `HarnessError` `crashed`; what they had not committed never reaches the engine. It may be called at any time,
   * also in the middle of an operation, and need not be waited for: calls that are made meanwhile wait.
   *
   * What an engine that answers with promises was asked for before, it is given the time to finish: whether that
   * happened is open, as in life.
   *
   * @throws as {@link Harness.restart} does
   */
  crash(): Promise<void>;
  /**
   * Plans a {@link Harness.crash} for when components have asked for so many operations from now: 1 is the next one,
   * done but not answered when the program ends. It happens once; a plan that was made before is forgotten.
   *
   * @throws RangeError for a number that is none from 1.
   */
  crashAfter(operations: number): void;
  /**
   * What is stored, in the order of the keys: what calls have committed, and what of it has not expired. @throws
   * HarnessError `unknown-id`
   */
  entries(id: string): Promise<StoredEntry[]>;
  /**
   * The same for people and for snapshots: values by their keys, as {@link NamespaceSnapshot} says. @throws
   * HarnessError `unknown-id`
   */
  snapshot(id: string): Promise<NamespaceSnapshot>;
  /** What it uses. @throws HarnessError `unknown-id` */
  usage(id: string): Promise<StoredUsage>;
  /**
   * A namespace as somebody sees it who has the disk: to put there what no component would, or to read it in other
   * ways. It goes around grants, operations and faults, and is of use until the next restart or crash.
   *
   * @throws RangeError for what is neither an id nor the name of a namespace.
   */
  store(id: string): Promise<Store>;
  /** Ends everything, and removes what was stored in an engine of the harness. Closing twice is fine. */
  close(): Promise<void>;
  /** The same as {@link Harness.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
