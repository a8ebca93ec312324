export {
  KEY_BYTES_MAX,
  KEYS_PER_ANSWER_MAX,
  type QuotaExceededDetails,
  StorageError,
  type StorageErrorCode,
  type StorageErrorPayload,
  VALUE_BYTES_MAX,
} from "@airssys/protocol";
export type { Batch } from "./batch.ts";
export type {
  ByteBatch,
  ByteChange,
  ByteChanges,
  ByteEntry,
  BytePage,
  ByteStorage,
  ByteWatch,
  ByteWrite,
  KeyPage,
  KeyRange,
  PageWalk,
  SetOptions,
  Usage,
  VersionCheck,
} from "./byte-storage.ts";
export type { Codec } from "./codec.ts";
export { hostStorage, sharedStorage } from "./host-storage.ts";
export { jsonCodec } from "./json-codec.ts";
export type { KeySpace } from "./key-space.ts";
export type { RangeLike, Scan, ScanOptions } from "./scan.ts";
export { Storage, type StorageEntry, type StorageOptions } from "./storage.ts";
export { decodeValue, encodeValue } from "./value-bytes.ts";
export type { Change, Changes, Watch } from "./watch.ts";
