import { BackendError, type BackendErrorCode, type CommitOutcome } from "@airssys/backend";

/**
 * Turns what lmdb or the operating system threw into a {@link BackendError} that keeps it as the cause.
 * `known` is what became of a commit, where the caller knows better than the number of the error tells.
 */
export function lmdbError(cause: unknown, doing: string, known?: CommitOutcome): BackendError {
  if (cause instanceof BackendError) return cause;
  const { code, outcome } = { ...meaningOf(numberOf(cause)), ...(known && { outcome: known }) };
  const reason = (cause instanceof Error ? cause.message : String(cause)) + (code === "readers-full" ? CURE : "");
  return new BackendError(code, `lmdb failed to ${doing}: ${reason}`, { cause, outcome });
}

const CURE =
  ". Close handles or end threads and processes that read, or raise `maxReaders`, which whoever opens the store first sets";

interface Meaning {
  readonly code: BackendErrorCode;
  readonly outcome: CommitOutcome;
}

const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  [28, { code: "full", outcome: "not-committed" }], // ENOSPC
  [27, { code: "full", outcome: "not-committed" }], // EFBIG
  [122, { code: "full", outcome: "not-committed" }], // EDQUOT
  [-30792, { code: "full", outcome: "not-committed" }], // MDB_MAP_FULL
  [-30790, { code: "readers-full", outcome: "not-committed" }], // MDB_READERS_FULL
  [30, { code: "read-only", outcome: "not-committed" }], // EROFS
  [13, { code: "read-only", outcome: "not-committed" }], // EACCES: writes in a read-only environment
  [-30796, { code: "corrupt", outcome: "unknown" }], // MDB_CORRUPTED
  [-30797, { code: "corrupt", outcome: "unknown" }], // MDB_PAGE_NOTFOUND
  [-30793, { code: "corrupt", outcome: "not-committed" }], // MDB_INVALID: not an lmdb file
  [-30784, { code: "corrupt", outcome: "not-committed" }], // MDB_INCOMPATIBLE: a value where our database should be
  [-30794, { code: "version", outcome: "not-committed" }], // MDB_VERSION_MISMATCH
]);

/**
 * Whether lmdb reports an input/output error, which is also what it makes of a write that the end of the disk cut
 * short.
 */
export function isInputOutputError(cause: unknown): boolean {
  return numberOf(cause) === 5; // EIO
}

/** An I/O error while a commit reaches the disk leaves open whether it did. */
function meaningOf(code: number | undefined): Meaning {
  return (code === undefined ? undefined : MEANINGS.get(code)) ?? { code: "io", outcome: "unknown" };
}

/** lmdb's errors have their number as the code; those of Node have it negative, beside a name. */
function numberOf(cause: unknown): number | undefined {
  if (!(cause instanceof Error)) return undefined;
  if ("code" in cause && typeof cause.code === "number") return cause.code;
  return "errno" in cause && typeof cause.errno === "number" ? -cause.errno : undefined;
}
