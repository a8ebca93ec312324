export {
  type Answer,
  type Backend,
  type BackendStats,
  type BackupOptions,
  type BackupProgress,
  type BackupResult,
  type Batch,
  type Bytes,
  type Capabilities,
  type Check,
  COUNT_KEYS_MAX,
  type Entry,
  type KeyBounds,
  type KeyCount,
  type Mode,
  PAGE_BYTES_MAX,
  PAGE_ENTRIES_MAX,
  type Page,
  type ScanRange,
  type Write,
} from "./backend.ts";
export { BackendError, type BackendErrorCode, type CommitOutcome } from "./backend-error.ts";
export { ByteMap, type ByteMapRange } from "./byte-map.ts";
export { type ByteString, byteString, compareByteStrings } from "./byte-string.ts";
export { compareBytes, concatBytes, keyAfter, prefixEnd, sameBytes } from "./bytes.ts";
export { batchInside } from "./inside.ts";
export { namespaced } from "./namespaced.ts";
export { takePage } from "./page.ts";
export { promised } from "./promised.ts";
export { requireBatch, requireKey, requireLimit, requireValueBytesMax } from "./request.ts";
