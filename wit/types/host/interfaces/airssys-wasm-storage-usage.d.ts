// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/** @module Interface airssys:wasm/storage-usage@0.1.0 **/
/**
 * What the namespace uses and may use.
 *
 * Needs at least read-only access. Errors: `permission-denied`, `internal-error`.
 */
export function storageUsage(): Usage;
export type StorageError = import('./airssys-wasm-storage.js').StorageError;
/**
 * Exact at every instant, with the call's own writes and without what has expired.
 */
export interface Usage {
  usedBytes: bigint,
  quotaBytes: bigint,
  keyCount: bigint,
}
