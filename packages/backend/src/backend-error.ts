import { brand, isInstance } from "@airssys/protocol";

/** Identifies a failure of an engine. */
export type BackendErrorCode =
  /** The handle is closed. */
  | "closed"
  /** No space is left. Nothing was written; the call can be retried once there is space. */
  | "full"
  /** The engine or the disk failed. See `outcome`. */
  | "io"
  /** The store is open for reading only. */
  | "read-only"
  /** The file is damaged, or is not a store of this engine. */
  | "corrupt"
  /** The store has a format of another version, which this version does not know. */
  | "version"
  /** The same store is already open with other options. */
  | "options"
  /** Another connection kept the store locked for longer than this one waits. Nothing was written; repeat the call. */
  | "busy"
  /** Another process or thread has the store open, and the engine cannot share it. Nothing was opened or written. */
  | "in-use"
  /** The files of the store were moved, replaced or removed while it was open. Nothing was written. */
  | "moved"
  /** Too many readers use the store at once. Nothing was written; the message names the cure. */
  | "readers-full"
  /** The engine cannot do this at all: it has no backup, for instance. */
  | "unsupported"
  /** The request breaks the contract: an empty key, a key that is too long, a limit out of range. */
  | "invalid";

/** Outcome of a failed commit: nothing was written, or the engine does not know whether all was. */
export type CommitOutcome = "not-committed" | "unknown";

/**
 * Thrown when an engine fails. Compare `code`, not the message. The engine's own error is the `cause`.
 *
 * After a failed commit, `outcome` tells whether its writes may have happened.
 */
export class BackendError extends Error {
  override readonly name: string = "BackendError";
  readonly code: BackendErrorCode;
  readonly outcome: CommitOutcome;

  constructor(code: BackendErrorCode, message: string, options: ErrorOptions & { outcome?: CommitOutcome } = {}) {
    super(message, options);
    this.code = code;
    this.outcome = options.outcome ?? "not-committed";
    brand(this, "BackendError");
  }

  /** Answers `instanceof BackendError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is BackendError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, BackendError, value, "BackendError");
  }
}
