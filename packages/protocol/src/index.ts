export { componentIdFault } from "./component-id.ts";
export { keyFault, prefixFault } from "./key.ts";
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
export type { KeyRange, Walk } from "./range.ts";
export {
  isStorageErrorPayload,
  type QuotaExceededDetails,
  STORAGE_ERROR_CODES,
  StorageError,
  type StorageErrorCode,
  type StorageErrorPayload,
} from "./storage-error.ts";
