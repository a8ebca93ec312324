import type { BackendError, CommitOutcome } from "@airssys/backend";
import { fileError } from "@airssys/backend/node";

/** Runs `act`, and throws what the file system throws as a `BackendError`. */
export function attempt<T>(doing: string, act: () => T, outcome: CommitOutcome = "not-committed"): T {
  try {
    return act();
  } catch (cause) {
    throw isOfSystem(cause) ? filesError(cause, doing, outcome) : cause;
  }
}

/** Whether the file system says that a file is not there. */
export function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}

/** Errors of the file system, and those of the SQLite that keeps the lock. Others are bugs. */
function isOfSystem(cause: unknown): boolean {
  return cause instanceof Error && ("errno" in cause || "errcode" in cause);
}

function filesError(cause: unknown, doing: string, outcome: CommitOutcome): BackendError {
  return fileError(cause, doing, outcome);
}
