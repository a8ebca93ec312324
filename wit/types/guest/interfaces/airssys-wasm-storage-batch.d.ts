// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./airssys-wasm-storage.d.ts" />
declare module 'airssys:wasm/storage-batch@0.1.0' {
  /**
   * The values of some keys at one instant, at the positions of the keys; `none` for those that are absent. Values of more
   * than 16 MiB together are `limit-exceeded`.
   *
   * Needs at least read-only access. Errors: `permission-denied`, `invalid-key`, `limit-exceeded`, `internal-error`.
   */
  export function storageGetMany(keys: Array<string>): Array<Uint8Array | undefined>;
  /**
   * The value of a key with its version and expiry, or `none` if the key is absent.
   *
   * Needs at least read-only access. Errors: `permission-denied`, `invalid-key`, `internal-error`.
   */
  export function storageGetEntry(key: string): Entry | undefined;
  /**
   * Does all writes if all checks hold, and none of anything otherwise; then the error is `conflict`. Answers the version
   * that the writes carry once they are committed.
   *
   * Checks look at the state before the first write. Writes are done in their order, so of several to one key the last
   * one counts. A batch without writes is a check alone, and answers the newest version that the call sees.
   *
   * Needs at least read-write access. Errors: `permission-denied`, `invalid-key`, `value-too-large`, `invalid-argument`,
   * `quota-exceeded`, `limit-exceeded`, `conflict`, `internal-error`.
   */
  export function storageWrite(checks: Array<Check>, writes: Array<Write>): bigint;
  /**
   * Adds to a counter and answers its new value. An absent key counts from 0. An expiry stays as it is.
   *
   * A counter is stored as its decimal digits in ASCII, with a `-` before them if it is negative and no zeros in front,
   * which is also how JSON writes the number. Any other value, and a result outside of 64 bits, is
   * `invalid-argument`, and nothing is changed.
   *
   * Needs at least read-write access. Errors: `permission-denied`, `invalid-key`, `invalid-argument`, `quota-exceeded`,
   * `limit-exceeded` for too many keys or too much written by one call, `internal-error`.
   */
  export function storageIncrement(key: string, delta: bigint): bigint;
  export type StorageError = import('airssys:wasm/storage@0.1.0').StorageError;
  /**
   * A value with what is known of it.
   */
  export interface Entry {
    value: Uint8Array,
    version: bigint,
    /**
     * When it expires, in milliseconds since 1970 UTC; `none` if never.
     */
    expiresAt?: bigint,
  }
  /**
   * A condition on one key.
   */
  export interface Check {
    key: string,
    /**
     * The version that the key must have; `none`: it must be absent.
     */
    version?: bigint,
  }
  export interface SetWrite {
    key: string,
    value: Uint8Array,
    /**
     * Seconds from now after which the key expires, at least 1; `none`: never.
     */
    ttlSeconds?: bigint,
  }
  export type Write = WriteSet | WriteDelete;
  export interface WriteSet {
    tag: 'set',
    val: SetWrite,
  }
  /**
   * Removes the key, if it exists.
   */
  export interface WriteDelete {
    tag: 'delete',
    val: string,
  }
}
