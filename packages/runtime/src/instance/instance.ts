import type { NamespaceUsage } from "@airssys/host";
import type { AnyExports, CallArguments, CallResult, ExportAt, ExportPath } from "../call/export-path.ts";

/** Options of `stop`. */
export interface StopOptions {
  /**
   * Milliseconds that calls made so far may still take. After that, waiting calls fail with `stopped`, and so does the
   * running one if it can be ended. A call in the calling thread is always awaited. Default: no limit.
   */
  readonly graceMs?: number;
}

/** A running component with one id. */
export interface Instance<Exports = AnyExports> {
  readonly id: string;
  /** End of the standard error, at most `OUTPUT_CHARACTERS_MAX` characters. */
  readonly stderr: string;
  /** End of the standard output, at most `OUTPUT_CHARACTERS_MAX` characters. */
  readonly stdout: string;
  /** Number of times that a trap or a time limit made a new guest necessary. */
  readonly traps: number;
  /**
   * Calls an export. The call is one transaction: when the promise resolves, all of its writes are durable; when it
   * rejects, none were kept. (A host in the mode that commits each operation keeps those made before the failure.)
   * Calls of one instance run one at a time, in the order in which they were made.
   *
   * Arguments are copied when the call is made, so later changes to them have no effect.
   *
   * @param path `"function"`, or `"interface.function"`.
   * @throws CallError with the code that says why it failed
   */
  call<Path extends ExportPath<Exports>>(
    path: Path,
    ...args: CallArguments<ExportAt<Exports, Path>>
  ): Promise<CallResult<ExportAt<Exports, Path>>>;
  /** Returns what the component's namespace uses, and its quota. */
  usage(): Promise<NamespaceUsage>;
  /**
   * Waits for the calls made so far, and refuses new ones. May be called twice.
   *
   * @throws RangeError if `graceMs` is negative or not a number
   */
  stop(options?: StopOptions): Promise<void>;
  /** The same as {@link Instance.stop}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
