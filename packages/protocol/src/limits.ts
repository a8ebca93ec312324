/** Longest key, in bytes of its UTF-8. */
export const KEY_BYTES_MAX = 256;

/** Longest value, in bytes. */
export const VALUE_BYTES_MAX = 1_048_576;

/** Most keys that one answer may hold. More is `limit-exceeded`, never a truncated answer. */
export const KEYS_PER_ANSWER_MAX = 10_000;

/** Most items of a batch: keys, checks or writes. */
export const BATCH_ITEMS_MAX = 100;

/**
 * Most bytes of values that one call may write, whether they replace each other or not: the host holds them until the
 * call ends.
 */
export const CALL_BYTES_MAX = 268_435_456;

/**
 * Most keys that one call may change in all namespaces together: keys that it sets, stored keys that it deletes, and
 * those that a clear removes. Its commit is one piece of work for the engine, and everybody else waits for it.
 */
export const CALL_KEYS_MAX = 10_000;

/** Longest id of a component, in characters. */
export const COMPONENT_ID_CHARACTERS_MAX = 128;

/** The limits that a host may lower or raise. Sizes in bytes, the others in numbers of keys or items. */
export interface Limits {
  readonly keyBytesMax: number;
  readonly valueBytesMax: number;
  readonly keysPerAnswerMax: number;
  readonly batchItemsMax: number;
  readonly callBytesMax: number;
  readonly callKeysMax: number;
}

/** The limits that a host enforces by default. */
export const DEFAULT_LIMITS: Limits = {
  keyBytesMax: KEY_BYTES_MAX,
  valueBytesMax: VALUE_BYTES_MAX,
  keysPerAnswerMax: KEYS_PER_ANSWER_MAX,
  batchItemsMax: BATCH_ITEMS_MAX,
  callBytesMax: CALL_BYTES_MAX,
  callKeysMax: CALL_KEYS_MAX,
};
