import type { NamespaceUsage } from "@airssys/host";
import type { AnyExports, CallArguments, CallResult, ExportAt, ExportPath } from "../call/export-path.ts";

/** How to stop. */
export interface StopOptions {
  /**
   * How long the calls made so far may still take, in milliseconds. Those that wait then, and the one under way if it
   * can be ended, fail with `stopped`. One in the thread that called it is always waited for. Default: as long as they
   * take.
   */
  readonly graceMs?: number;
}

/** A component at work under one id. */
export interface Instance<Exports = AnyExports> {
  readonly id: string;
  /** The end of what the component printed to its standard error. */
  readonly stderr: string;
  /** The end of what the component printed to its standard output. */
  readonly stdout: string;
  /** How many times its guest was lost, by a trap or because a call took too long, so that a new one was necessary. */
  readonly traps: number;
  /**
   * Calls an export. The call is one transaction: when the promise resolves, everything that it wrote is durable; when
   * it rejects, nothing of it was written. (In a host that commits each operation, what was written before the call
   * failed stays.) Calls of one instance run one after the other, in the order in which they were made.
   *
   * Arguments are copied as the call is made, so that it does not matter what becomes of them later.
   *
   * @param path `"function"`, or `"interface.function"`.
   * @throws CallError with the code that says how it ended.
   */
  call<Path extends ExportPath<Exports>>(
    path: Path,
    ...args: CallArguments<ExportAt<Exports, Path>>
  ): Promise<CallResult<ExportAt<Exports, Path>>>;
  /** What the component's namespace uses and may use. */
  usage(): Promise<NamespaceUsage>;
  /** Lets the calls made so far end, and refuses new ones. Stopping twice is fine. */
  stop(options?: StopOptions): Promise<void>;
  /** The same as {@link Instance.stop}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
