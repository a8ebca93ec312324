import { BackendError, type CommitOutcome } from "@airssys/backend";
import { brand, isInstance, StorageError, type StorageErrorPayload } from "@airssys/protocol";

/** Thrown when the commit of a call failed. */
export class CommitError extends StorageError {
  override readonly name: string = "CommitError";
  /**
   * - `not-committed`: nothing was written. The call may be retried.
   * - `unknown`: the engine failed, and either everything or nothing was written. Check the data before you retry the
   *   call.
   */
  readonly outcome: CommitOutcome;

  constructor(payload: StorageErrorPayload, outcome: CommitOutcome, options?: ErrorOptions) {
    super(payload, options);
    this.outcome = outcome;
    brand(this, "CommitError");
  }

  /** Answers `instanceof CommitError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is CommitError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, CommitError, value, "CommitError");
  }
}

/** Returns the outcome of a failed commit. It is unknown unless the engine itself says that nothing was written. */
export function commitOutcome(cause: unknown): CommitOutcome {
  return cause instanceof BackendError ? cause.outcome : "unknown";
}
