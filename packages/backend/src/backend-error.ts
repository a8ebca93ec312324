/** What went wrong in an engine, to be compared in code. */
export type BackendErrorCode =
  /** The handle was closed. */
  | "closed"
  /** No space is left. Nothing was written; the same call works once there is space. */
  | "full"
  /** The engine or the disk refused. See `outcome`. */
  | "io"
  /** The store may be read but not written. */
  | "read-only"
  /** The file is damaged, or is not a store of this engine. */
  | "corrupt"
  /** The store was written by a version whose format this one does not know. */
  | "version"
  /** The same store is open with other options. */
  | "options"
  /** A request that the contract forbids: a key that is empty or too long, a limit out of range. */
  | "invalid";

/** What became of the commit that failed: nothing was written, or the engine cannot tell. */
export type CommitOutcome = "not-committed" | "unknown";

/**
 * An engine that could not do what it was asked. Compare `code`; the engine's own error is the `cause`.
 *
 * `outcome` tells, for a failed commit, whether its writes can have happened.
 */
export class BackendError extends Error {
  override readonly name = "BackendError";
  readonly code: BackendErrorCode;
  readonly outcome: CommitOutcome;

  constructor(code: BackendErrorCode, message: string, options: ErrorOptions & { outcome?: CommitOutcome } = {}) {
    super(message, options);
    this.code = code;
    this.outcome = options.outcome ?? "not-committed";
  }
}
