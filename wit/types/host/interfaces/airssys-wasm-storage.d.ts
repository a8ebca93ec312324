// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/** @module Interface airssys:wasm/storage@0.1.0 **/
/**
 * The value of a key, or `none` if the key is absent.
 *
 * Needs at least read-only access. Errors: `permission-denied`, `invalid-key`, `internal-error`.
 */
export function storageGet(key: string): Uint8Array | undefined;
/**
 * Gives a key a value, whether or not it had one.
 *
 * Needs at least read-write access. Errors: `permission-denied`, `invalid-key`, `value-too-large`,
 * `quota-exceeded`, `limit-exceeded` for too many keys or too much written by one call, `internal-error`.
 */
export function storageSet(key: string, value: Uint8Array): void;
/**
 * Removes a key. Answers whether it existed; removing an absent key is no error.
 *
 * Needs at least read-write access. Errors: `permission-denied`, `invalid-key`,
 * `limit-exceeded` for too many keys changed by one call, `internal-error`.
 */
export function storageDelete(key: string): boolean;
/**
 * Whether a key exists.
 *
 * Needs at least read-only access. Errors: `permission-denied`, `invalid-key`, `internal-error`.
 */
export function storageHas(key: string): boolean;
/**
 * The keys that begin with a prefix (all keys for `none` or an empty one), in order.
 *
 * A prefix obeys the grammar of keys, but may be empty. More than 10 000 keys are `limit-exceeded`.
 * Needs at least read-only access. Errors: `permission-denied`, `invalid-key`, `limit-exceeded`, `internal-error`.
 */
export function storageKeys(prefix: string | undefined): Array<string>;
/**
 * The used bytes of the namespace, exact at every instant.
 *
 * Needs at least read-only access. Errors: `permission-denied`, `internal-error`.
 */
export function storageSize(): bigint;
/**
 * Removes every key of the namespace. The used bytes are 0 afterwards. More keys than one call may change are `limit-exceeded`.
 *
 * Needs admin access. Errors: `permission-denied`, `limit-exceeded`, `internal-error`.
 */
export function storageClear(): void;
/**
 * Sizes in bytes. `used` is before the write, `requested` is what the write would have added to it.
 */
export interface QuotaExceededDetails {
  used: bigint,
  quota: bigint,
  requested: bigint,
}
/**
 * Why a function did not do what it was asked. Nothing was changed by the function that answered it.
 *
 * Cases are appended in later versions, never renamed or reordered.
 */
export type StorageError = StorageErrorPermissionDenied | StorageErrorQuotaExceeded | StorageErrorKeyNotFound | StorageErrorInvalidKey | StorageErrorValueTooLarge | StorageErrorInternalError | StorageErrorInvalidArgument | StorageErrorLimitExceeded | StorageErrorConflict;
/**
 * The component's grants do not cover this. The text names the missing grant, for instance
 * `storage:component:notes:write`. It is the same whether the key exists or not.
 */
export interface StorageErrorPermissionDenied {
  tag: 'permission-denied',
  val: string,
}
/**
 * The write would have taken the namespace over its quota.
 */
export interface StorageErrorQuotaExceeded {
  tag: 'quota-exceeded',
  val: QuotaExceededDetails,
}
/**
 * Only from functions that need an existing key. `storage-get` answers `none` instead.
 */
export interface StorageErrorKeyNotFound {
  tag: 'key-not-found',
}
/**
 * The key breaks the grammar above. The text names the rule.
 */
export interface StorageErrorInvalidKey {
  tag: 'invalid-key',
  val: string,
}
/**
 * The value is longer than the limit, which is given in bytes.
 */
export interface StorageErrorValueTooLarge {
  tag: 'value-too-large',
  val: bigint,
}
/**
 * The host failed. The text is an opaque reference to the host's log and says nothing about the host.
 */
export interface StorageErrorInternalError {
  tag: 'internal-error',
  val: string,
}
/**
 * An argument other than a key breaks its rule. The text names the rule.
 */
export interface StorageErrorInvalidArgument {
  tag: 'invalid-argument',
  val: string,
}
/**
 * The answer or the request would be larger than the host allows. The text names the limit.
 * The host never truncates instead.
 */
export interface StorageErrorLimitExceeded {
  tag: 'limit-exceeded',
  val: string,
}
/**
 * Another commit won against this one.
 */
export interface StorageErrorConflict {
  tag: 'conflict',
}
