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
export { bytesCodec } from "./bytes-codec.ts";
export type { Codec } from "./codec.ts";
export { hostStorage, sharedStorage } from "./host-storage.ts";
export { type IntegerCodecOptions, integerCodec } from "./integer-codec.ts";
export { jsonCodec } from "./json-codec.ts";
export type { KeySpace } from "./key-space.ts";
export { type OpenTransaction, openTransaction } from "./open-transaction.ts";
export type { RangeLike, Scan, ScanOptions } from "./scan.ts";
export { schemaCodec } from "./schema-codec.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "./standard-schema.ts";
export { Storage, type StorageEntry, type StorageOptions } from "./storage.ts";
export { structuredCodec } from "./structured-codec.ts";
export { textCodec } from "./text-codec.ts";
export { decodeUtf8, encodeUtf8 } from "./utf8.ts";
export { decodeValue, encodeValue } from "./value-bytes.ts";
export { type Migration, type Versions, versionedCodec } from "./versioned-codec.ts";
export type { Change, Changes, Watch } from "./watch.ts";
