/** Why a harness could not do what it was asked, to be compared in code. The set grows by appending. */
export type HarnessErrorCode =
  /** Neither an entry nor a component was given, or both. */
  | "source"
  /** There is no file of that name: entry, component, WIT or manifest. */
  | "not-found"
  /** Mock mode runs source, and was given a component that is built already. */
  | "mock-needs-entry"
  /**
   * Mock mode was asked for over an engine that answers with promises, for which source that is no component cannot
   * wait.
   */
  | "mock-cannot-wait"
  /** No component with that id was started, and nothing is stored under it. */
  | "unknown-id"
  /** The call was under way when the harness crashed. What it had not committed is gone. */
  | "crashed"
  /** The harness was closed. */
  | "closed"
  /**
   * After a crash or a restart the host could not be opened again. `cause` says why; whatever is asked next tries
   * again.
   */
  | "not-begun";

/** A harness that could not do what it was asked. Compare `code`; the message says what would be right. */
export class HarnessError extends Error {
  override readonly name = "HarnessError";
  readonly code: HarnessErrorCode;

  constructor(code: HarnessErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What becomes of everything after {@link HarnessErrorCode} `closed`. */
export function closedError(): HarnessError {
  return new HarnessError("closed", "the harness is closed: create another one for each test");
}
