import { BackendError, type BackendErrorCode, type CommitOutcome } from "../backend-error.ts";

/**
 * Turns what a function of `node:fs` threw into a {@link BackendError} that keeps it as the cause. A `BackendError` is
 * returned as it is.
 *
 * @param doing what failed, as it goes on after "failed to".
 * @param outcome what became of the writes of a commit. Default: `unknown` for `io`, `not-committed` for all others.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { fileError } from "@airssys/backend/node";
 *
 * try {
 *   readFileSync("store.db");
 * } catch (cause) {
 *   throw fileError(cause, "read the store");
 * }
 * ```
 */
export function fileError(cause: unknown, doing: string, outcome?: CommitOutcome): BackendError {
  if (cause instanceof BackendError) return cause;
  const code = (cause instanceof Error && "code" in cause && CODES.get(cause.code)) || "io";
  return new BackendError(code, `failed to ${doing}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
    outcome: outcome ?? (code === "io" ? "unknown" : "not-committed"),
  });
}

const CODES: ReadonlyMap<unknown, BackendErrorCode> = new Map([
  ["ENOSPC", "full"],
  ["EDQUOT", "full"],
  ["EFBIG", "full"],
  ["EROFS", "read-only"],
  ["EACCES", "read-only"],
  ["EPERM", "read-only"],
  ["ERR_ACCESS_DENIED", "read-only"],
]);
