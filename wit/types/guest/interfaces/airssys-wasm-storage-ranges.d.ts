// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./airssys-wasm-storage.d.ts" />
declare module 'airssys:wasm/storage-ranges@0.1.0' {
  /**
   * One page of a range, from its beginning or from where the page before ended.
   *
   * A **cursor** is an opaque text of printable ASCII that belongs to one namespace, one range and one direction; the
   * limit may change between pages. It holds no resource of the host, so there is nothing to close, and stays good after
   * a restart and for any length of time. The page begins strictly after the last key that was served, whether that key still
   * exists or not: keys that others write or remove meanwhile are seen as they are when their page is read, and no key
   * is served twice. A cursor that the host did not give out for this range is `invalid-argument`.
   *
   * Needs at least read-only access. Errors: `permission-denied`, `invalid-key`, `invalid-argument`, `internal-error`.
   */
  export function storageRange(range: KeyRange, walk: Walk, cursor: string | undefined): Page;
  /**
   * One page of the keys of a range. Cursors of `storage-range` and of this function are the same.
   *
   * Needs at least read-only access. Errors: `permission-denied`, `invalid-key`, `invalid-argument`, `internal-error`.
   */
  export function storageRangeKeys(range: KeyRange, walk: Walk, cursor: string | undefined): KeyPage;
  /**
   * One page of the entries that begin with a prefix, in order: `storage-range` for the most common case.
   *
   * Needs at least read-only access. Errors: `permission-denied`, `invalid-key`, `invalid-argument`, `internal-error`.
   */
  export function storageScan(prefix: string, cursor: string | undefined, limit: number): Page;
  /**
   * The number of keys of a range. Its cost grows with that number.
   *
   * Needs at least read-only access. Errors: `permission-denied`, `invalid-key`, `internal-error`.
   */
  export function storageCount(range: KeyRange): bigint;
  /**
   * Removes the keys of a range and answers how many there were. A range without any bound is `invalid-argument`: to
   * remove everything is `storage-clear`. More than 100 000 keys are `limit-exceeded`,
   * and more than one call may change.
   *
   * Needs at least read-write access. Errors: `permission-denied`, `invalid-key`, `invalid-argument`, `limit-exceeded`, `internal-error`.
   */
  export function storageDeleteRange(range: KeyRange): bigint;
  export type StorageError = import('airssys:wasm/storage@0.1.0').StorageError;
  /**
   * Some of the keys. All bounds that are given hold together; without any it is every key. A range whose `start` is not
   * before its `end` is empty. Each bound obeys the grammar of keys; a prefix may also be empty.
   */
  export interface KeyRange {
    /**
     * Keys that begin with this.
     */
    prefix?: string,
    /**
     * The first key, included.
     */
    start?: string,
    /**
     * The first key after the range, excluded.
     */
    end?: string,
  }
  /**
   * How to walk a range.
   */
  export interface Walk {
    /**
     * From the last key to the first.
     */
    reverse: boolean,
    /**
     * Most entries of a page, 1 to 1 000; `none` is 1 000.
     */
    limit?: number,
  }
  export interface RangeEntry {
    key: string,
    value: Uint8Array,
  }
  /**
   * Entries in the order of the walk, and the cursor of the page that follows; `none` after the last page. A page holds
   * at least one entry unless nothing is left, and ends early once its values take 4 MiB. The page after a cursor may
   * turn out to be empty, and the last.
   */
  export interface Page {
    entries: Array<RangeEntry>,
    cursor?: string,
  }
  /**
   * The same with keys alone.
   */
  export interface KeyPage {
    keys: Array<string>,
    cursor?: string,
  }
}
