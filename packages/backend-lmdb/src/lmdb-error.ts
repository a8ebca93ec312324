import { BackendError, type BackendErrorCode, type CommitOutcome } from "@airssys/backend";

/** Turns what lmdb or the operating system threw into a {@link BackendError} that keeps it as the cause. */
export function lmdbError(cause: unknown, doing: string): BackendError {
  if (cause instanceof BackendError) return cause;
  const { code, outcome } = meaningOf(numberOf(cause));
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BackendError(code, `lmdb failed to ${doing}: ${reason}`, { cause, outcome });
}

interface Meaning {
  readonly code: BackendErrorCode;
  readonly outcome: CommitOutcome;
}

const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  [28, { code: "full", outcome: "not-committed" }], // ENOSPC
  [27, { code: "full", outcome: "not-committed" }], // EFBIG
  [122, { code: "full", outcome: "not-committed" }], // EDQUOT
  [-30792, { code: "full", outcome: "not-committed" }], // MDB_MAP_FULL
  [30, { code: "read-only", outcome: "not-committed" }], // EROFS
  [13, { code: "read-only", outcome: "not-committed" }], // EACCES: writes in a read-only environment
  [-30796, { code: "corrupt", outcome: "unknown" }], // MDB_CORRUPTED
  [-30797, { code: "corrupt", outcome: "unknown" }], // MDB_PAGE_NOTFOUND
  [-30793, { code: "corrupt", outcome: "not-committed" }], // MDB_INVALID: not an lmdb file
  [-30794, { code: "version", outcome: "not-committed" }], // MDB_VERSION_MISMATCH
]);

/** An I/O error while a commit reaches the disk leaves open whether it did. */
function meaningOf(code: number | undefined): Meaning {
  return (code === undefined ? undefined : MEANINGS.get(code)) ?? { code: "io", outcome: "unknown" };
}

function numberOf(cause: unknown): number | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "number" ? cause.code : undefined;
}
