export { brand, isInstance } from "./brand.ts";
export { componentIdFault } from "./component-id.ts";
export { isThenable } from "./is-thenable.ts";
export { keyFault, prefixFault } from "./key.ts";
export { type KeyBounds, type KeyRange, rangeUnder, type Walk } from "./key-range.ts";
export { type CipherKey, copyOfKey, type KeyRing, keysByNumber } from "./key-ring.ts";
export { type OptionNames, requireKnownOptions } from "./known-options.ts";
export {
  BATCH_ITEMS_MAX,
  CALL_BYTES_MAX,
  CALL_KEYS_MAX,
  COMPONENT_ID_CHARACTERS_MAX,
  DEFAULT_LIMITS,
  KEY_BYTES_MAX,
  KEYS_PER_ANSWER_MAX,
  type Limits,
  VALUE_BYTES_MAX,
} from "./limits.ts";
export { componentNamespace, namespaceFault } from "./namespace.ts";
export {
  type GuestErrorCode,
  isStorageErrorPayload,
  type QuotaExceededDetails,
  STORAGE_ERROR_CODES,
  StorageError,
  type StorageErrorCode,
  type StorageErrorOptions,
  type StorageErrorPayload,
} from "./storage-error.ts";
