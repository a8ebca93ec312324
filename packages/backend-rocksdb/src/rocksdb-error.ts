import { BackendError, type BackendErrorCode, type CommitOutcome } from "@airssys/backend";

/**
 * Turns what RocksDB or the operating system threw into a {@link BackendError} that keeps it as the cause.
 * `known` is what became of a commit, where the caller knows better than the error tells.
 */
export function rocksdbError(cause: unknown, doing: string, known?: CommitOutcome): BackendError {
  if (cause instanceof BackendError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const { code, outcome } = { ...meaningOf(cause, text), ...(known && { outcome: known }) };
  return new BackendError(code, `RocksDB failed to ${doing}: ${text}`, { cause, outcome });
}

interface Meaning {
  readonly code: BackendErrorCode;
  readonly outcome: CommitOutcome;
}

const CODES: Readonly<Record<string, Meaning>> = {
  LEVEL_CORRUPTION: { code: "corrupt", outcome: "unknown" },
  LEVEL_LOCKED: { code: "in-use", outcome: "not-committed" },
  ENOSPC: { code: "full", outcome: "not-committed" },
  EDQUOT: { code: "full", outcome: "not-committed" },
  EROFS: { code: "read-only", outcome: "not-committed" },
  EACCES: { code: "read-only", outcome: "not-committed" },
  EPERM: { code: "read-only", outcome: "not-committed" },
};

/** Errors of the operating system reach us as the text of RocksDB alone. */
const TEXTS: readonly (readonly [RegExp, Meaning])[] = [
  // A record that was cut short does not count. Space that is missing when it is synced is another matter.
  [
    /(No space left on device|Disk quota exceeded|File too large).*While appending|While appending.*(No space left on device|Disk quota exceeded|File too large)/s,
    { code: "full", outcome: "not-committed" },
  ],
  [/Read-only file system|Permission denied/, { code: "read-only", outcome: "not-committed" }],
  [/^Not (implemented|supported)/, { code: "unsupported", outcome: "not-committed" }],
];

function meaningOf(cause: unknown, text: string): Meaning {
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return (
    (Object.hasOwn(CODES, code) ? CODES[code] : undefined) ??
    TEXTS.find(([pattern]) => pattern.test(text))?.[1] ?? { code: "io", outcome: "unknown" }
  );
}
