import { BackendError, type CommitOutcome } from "@airssys/backend";
import { brand, isInstance, StorageError, type StorageErrorPayload } from "@airssys/protocol";

/** A call whose writes were not acknowledged. */
export class CommitError extends StorageError {
  override readonly name: string = "CommitError";
  /**
   * - `not-committed`: nothing was written, and the call may be made again.
   * - `unknown`: the engine failed in a way that leaves open whether everything or nothing was written. Look before you
   *   make the call again.
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

/** What can have become of a commit that failed: only an engine's own word is believed. */
export function outcomeOf(cause: unknown): CommitOutcome {
  return cause instanceof BackendError ? cause.outcome : "unknown";
}
