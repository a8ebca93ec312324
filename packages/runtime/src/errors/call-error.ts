import { brand, isInstance } from "./brand.ts";

/** Why a call failed, as a code for programs to compare. */
export type CallErrorCode =
  /** The component has no such export. */
  | "no-such-export"
  /**
   * An argument is not of the type that the component declares for it, or the number of arguments is wrong. The message
   * names the argument, the part of it that is wrong, and what it must be. The call was not begun.
   */
  | "invalid-argument"
  /** The component returned an error: see `payload`. Nothing was written. */
  | "refused"
  /**
   * The component trapped: it threw an exception that it does not declare, returned a value of a type other than the
   * declared one, overflowed its stack or ran out of memory. Nothing was written. The next call runs in a new instance.
   */
  | "trapped"
  /** The call exceeded its time limit and was ended. Nothing was written. The next call runs in a new instance. */
  | "timed-out"
  /**
   * The component returned, but its writes were not committed: see `cause`. Nothing was written. The call can be
   * retried.
   */
  | "not-committed"
  /**
   * The component returned, but the engine failed in a way that leaves open whether all or none of the writes were
   * kept: see `cause`. Read the data before you retry.
   */
  | "outcome-unknown"
  /** Too many calls of the instance are waiting. This call was not begun. */
  | "overloaded"
  /** The call was made by code that the component itself was calling, so it would wait for itself. It was not begun. */
  | "re-entrant"
  /** The instance was stopped. Nothing was written. */
  | "stopped";

/** Thrown when a call of a component's export fails. `code` says why. */
export class CallError extends Error {
  override readonly name: string = "CallError";
  readonly code: CallErrorCode;
  /** The error that the component returned, for `refused`: in the shape that its WIT declares. */
  readonly payload: unknown;
  /**
   * The last characters that the call printed to its standard error, for `trapped` and `timed-out`. This is text of the
   * guest: show it to operators, never parse it.
   */
  readonly stderr: string;

  constructor(
    code: CallErrorCode,
    message: string,
    details: ErrorOptions & { payload?: unknown; stderr?: string } = {},
  ) {
    super(message, details);
    this.code = code;
    this.payload = details.payload;
    this.stderr = details.stderr ?? "";
    brand(this, "CallError");
  }

  /** Answers `instanceof CallError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is CallError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, CallError, value, "CallError");
  }
}
