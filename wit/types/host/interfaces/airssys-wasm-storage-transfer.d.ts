// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/** @module Interface airssys:wasm/storage-transfer@0.1.0 **/
/**
 * One chunk of the namespace's entries in the order of their keys, of about 1 MiB of text unless a single entry takes more,
 * and of no more lines than one call may import.
 * Cursors are those of `storage-range` over every key.
 *
 * Needs admin access. Errors: `permission-denied`, `invalid-argument`, `internal-error`.
 */
export function storageExport(cursor: string | undefined): Chunk;
/**
 * Sets the keys of a chunk and answers how many there were: all of them or, at the first error, none. Keys that the chunk does
 * not name stay as they are. A key that is named twice keeps its last value. An entry whose expiry has passed is not kept, and an existing key
 * of that name is removed. A line that is no such object is `invalid-argument`, which
 * names the line and the rule; more than 8 MiB of text or 100 000 lines, and more keys than one call may change, are `limit-exceeded`.
 *
 * Needs admin access. Errors: `permission-denied`, `invalid-key`, `value-too-large`, `invalid-argument`, `quota-exceeded`,
 * `limit-exceeded`, `internal-error`.
 */
export function storageImport(lines: string): bigint;
export type StorageError = import('./airssys-wasm-storage.js').StorageError;
export interface Chunk {
  /**
   * Whole lines.
   */
  lines: string,
  /**
   * The cursor of the chunk that follows; `none` after the last one.
   */
  cursor?: string,
}
