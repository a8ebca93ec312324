import { BackendError, type BackendErrorCode, type CommitOutcome } from "@airssys/backend";
import { fileError } from "@airssys/backend/node";

/**
 * Turns what SQLite or the file system threw into a {@link BackendError} that keeps it as the cause. Other errors,
 * which are bugs of ours or of the caller, are returned as they are.
 *
 * @param ioOutcome what became of the writes if the disk failed.
 */
export function sqliteError(cause: unknown, doing: string, ioOutcome: CommitOutcome = "not-committed"): unknown {
  if (!(cause instanceof Error) || cause instanceof BackendError) return cause;
  if ("errcode" in cause && typeof cause.errcode === "number") {
    const [code, why] = MEANINGS.get(cause.errcode) ?? MEANINGS.get(cause.errcode & 0xff) ?? ["io", "SQLite failed"];
    const outcome = code === "io" ? ioOutcome : "not-committed";
    return new BackendError(code, `failed to ${doing}: ${why}: ${cause.message}`, { cause, outcome });
  }
  return "errno" in cause || ("code" in cause && cause.code === "ERR_ACCESS_DENIED")
    ? fileError(cause, doing, ioOutcome)
    : cause;
}

/** Runs `act`, and throws what it throws as {@link sqliteError}. */
export function attempt<T>(doing: string, act: () => T, ioOutcome?: CommitOutcome): T {
  try {
    return act();
  } catch (cause) {
    throw sqliteError(cause, doing, ioOutcome);
  }
}

/** Whether the disk failed a write, which SQLite also says of a file that may not grow further. */
export function isWriteError(error: unknown): boolean {
  const cause = error instanceof BackendError ? error.cause : undefined;
  return cause instanceof Error && "errcode" in cause && WRITE_ERRORS.has(cause.errcode);
}

/** SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMSIZE */
const WRITE_ERRORS = new Set<unknown>([778, 4_874]);

/** By the extended result code of SQLite, or by its lowest byte, which is the kind of failure. */
const MEANINGS: ReadonlyMap<number, readonly [BackendErrorCode, string]> = new Map([
  [5, ["busy", "another connection kept the store locked for too long"]],
  [8, ["read-only", "the store cannot be written"]],
  [11, ["corrupt", "the store is damaged"]],
  [13, ["full", "no space is left"]],
  [14, ["io", "the file cannot be opened"]],
  [18, ["invalid", "a value is longer than 1000000000 bytes"]],
  [522, ["corrupt", "the store is damaged: it is cut off, or its log was removed"]], // SQLITE_IOERR_SHORT_READ
  [26, ["corrupt", "the file is not a database of SQLite, or it is damaged"]],
]);
