// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/** @module Interface airssys:wasm/storage-ttl@0.1.0 **/
/**
 * Gives a key a value that expires `ttl-seconds` from now.
 *
 * Needs at least read-write access. Errors: `permission-denied`, `invalid-key`, `value-too-large`, `invalid-argument`,
 * `quota-exceeded`, `limit-exceeded` for too many keys or too much written by one call, `internal-error`.
 */
export function storageSetWithTtl(key: string, value: Uint8Array, ttlSeconds: bigint): void;
/**
 * The seconds after which a key expires, rounded up; `none` if it never does. An absent key is `key-not-found`.
 *
 * Needs at least read-only access. Errors: `permission-denied`, `invalid-key`, `key-not-found`, `internal-error`.
 */
export function storageGetTtl(key: string): bigint | undefined;
/**
 * Lets a key expire `ttl-seconds` from now, sooner or later than it would have. Its value stays. An absent key is
 * `key-not-found`.
 *
 * Needs at least read-write access. Errors: `permission-denied`, `invalid-key`, `key-not-found`, `invalid-argument`,
 * `limit-exceeded` for too many keys changed by one call, `internal-error`.
 */
export function storageExtend(key: string, ttlSeconds: bigint): void;
/**
 * Lets a key never expire, and answers whether it would have. An absent key is `key-not-found`.
 *
 * Needs at least read-write access. Errors: `permission-denied`, `invalid-key`, `key-not-found`,
 * `limit-exceeded` for too many keys changed by one call, `internal-error`.
 */
export function storagePersist(key: string): boolean;
export type StorageError = import('./airssys-wasm-storage.js').StorageError;
