/** How a call ended that brought no value, to be compared in code. */
export type CallErrorCode =
  /** The component has no such export. */
  | "no-such-export"
  /**
   * An argument is not of the type that the component declares for it, or there are more or fewer than it takes: the
   * message says which part of which, and what it must be. The call was not begun, and the component has seen nothing
   * of it.
   */
  | "invalid-argument"
  /** The component returned an error: see `payload`. Nothing was written. */
  | "refused"
  /**
   * The component trapped: an exception that it did not declare, a value that is not of the type that it declares, a
   * stack overflow, no memory. Nothing was written, and the next call runs in a new instance.
   */
  | "trapped"
  /** The call took longer than it may, and was ended. Nothing was written, and the next call runs in a new instance. */
  | "timed-out"
  /**
   * The component returned, but its writes were not committed: see `cause`. Nothing was written, and the call may be
   * made again.
   */
  | "not-committed"
  /**
   * The component returned, and the engine failed in a way that leaves open whether everything or nothing was written:
   * see `cause`. Look before you make the call again.
   */
  | "outcome-unknown"
  /** As many calls of the instance wait as may. This one was not begun. */
  | "overloaded"
  /** It was made by code that the component itself was calling, and would have waited for itself. It was not begun. */
  | "re-entrant"
  /** The instance was stopped. Nothing was written. */
  | "stopped";

/** A call of a component's export that brought no value. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly code: CallErrorCode;
  /** What the component returned as its error, for `refused`: in the shape that its WIT declares. */
  readonly payload: unknown;
  /**
   * The end of what the call printed to its standard error, for `trapped` and `timed-out`. For the host's eyes: it is
   * the guest's text.
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
  }
}
