/** Reason of a {@link HarnessError}. New codes are appended. */
export type HarnessErrorCode =
  /** Neither an entry nor a component was given, or both. */
  | "source"
  /** The entry, component, WIT or manifest was not found. */
  | "not-found"
  /** Mock mode got a built component; it needs source. */
  | "mock-needs-entry"
  /** Mock mode got an asynchronous engine. Its code cannot be suspended while an engine works. */
  | "mock-cannot-wait"
  /** No component was started under that id, and nothing is stored under it. */
  | "unknown-id"
  /** The harness crashed during the call. Uncommitted writes are lost. */
  | "crashed"
  /** The harness was closed. */
  | "closed"
  /** The host could not be opened after a crash or a restart; `cause` says why. The next request tries again. */
  | "not-begun";

/** An error of the harness itself. Compare `code`; the message says what to do. */
export class HarnessError extends Error {
  override readonly name = "HarnessError";
  readonly code: HarnessErrorCode;

  constructor(code: HarnessErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Creates the error for any use of a closed harness. */
export function closedError(): HarnessError {
  return new HarnessError("closed", "the harness is closed: create another one for each test");
}
