// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./airssys-wasm-storage.d.ts" />
declare module 'airssys:wasm/storage-watch@0.1.0' {
  /**
   * Watches the keys that begin with a prefix (all keys for an empty one). At most 32 watches per instance: more are
   * `limit-exceeded`.
   *
   * Needs at least read-only access. Errors: `permission-denied`, `invalid-key`, `limit-exceeded`, `internal-error`.
   */
  export function storageWatch(prefix: string): WatchId;
  /**
   * Takes the events that wait, at most `limit` of them, 1 to 1 000, and no more than 4 MiB of values unless the first
   * one is larger. An id that names no watch of this instance is `invalid-argument`.
   *
   * Needs at least read-only access. Errors: `permission-denied`, `invalid-argument`, `internal-error`.
   */
  export function storagePoll(watch: WatchId, limit: number): Events;
  /**
   * Ends a watch and answers whether there was one.
   *
   * Needs at least read-only access. Errors: `permission-denied`, `internal-error`.
   */
  export function storageUnwatch(watch: WatchId): boolean;
  export type StorageError = import('airssys:wasm/storage@0.1.0').StorageError;
  export type WatchId = bigint;
  /**
   * # Variants
   *
   * ## `"set"`
   *
   * ## `"delete"`
   *
   * The key was removed, by whichever function.
   * ## `"expire"`
   *
   * The key had expired and the host reclaimed its space, which may be later than the instant of its expiry.
   */
  export type Change = 'set' | 'delete' | 'expire';
  export interface Event {
    key: string,
    operation: Change,
    /**
     * The value before; `none` if there was none.
     */
    oldValue?: Uint8Array,
    /**
     * The value after; `none` if the key is gone.
     */
    newValue?: Uint8Array,
    /**
     * The commit that changed the key.
     */
    version: bigint,
  }
  export interface Events {
    events: Array<Event>,
    /**
     * How many changes after these events were missed, at most; 0 if none. What comes later is complete again.
     */
    missed: bigint,
  }
}
