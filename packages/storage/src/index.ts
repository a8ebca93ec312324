export {
  type GuestErrorCode,
  KEY_BYTES_MAX,
  KEYS_PER_ANSWER_MAX,
  type KeyBounds,
  type KeyRange,
  type QuotaExceededDetails,
  StorageError,
  type StorageErrorCode,
  type StorageErrorPayload,
  VALUE_BYTES_MAX,
  type Walk,
} from "@airssys/protocol";
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
  SetOptions,
  Usage,
  VersionCheck,
} from "./byte-storage/byte-storage.ts";
export { type OpenTransaction, openTransaction } from "./byte-storage/open-transaction.ts";
export { prefixedStorage } from "./byte-storage/prefixed-storage.ts";
export { decodeUtf8, encodeUtf8 } from "./bytes/utf8.ts";
export { bytesCodec } from "./codecs/bytes-codec.ts";
export type { Codec } from "./codecs/codec.ts";
export { type IntegerCodecOptions, integerCodec } from "./codecs/integer-codec.ts";
export { jsonCodec } from "./codecs/json-codec.ts";
export { schemaCodec } from "./codecs/schema-codec.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "./codecs/standard-schema.ts";
export { structuredCodec } from "./codecs/structured-codec.ts";
export { textCodec } from "./codecs/text-codec.ts";
export { decodeValue, encodeValue } from "./codecs/value-bytes.ts";
export { type Migration, type Versions, versionedCodec } from "./codecs/versioned-codec.ts";
export { hostStorage, sharedStorage } from "./host/host-storage.ts";
export type { Batch } from "./storage/batch.ts";
export type { KeySpace } from "./storage/key-space.ts";
export type { PrefixOrRange } from "./storage/prefix-or-range.ts";
export { Storage, type StorageEntry, type StorageOptions } from "./storage/storage.ts";
export type { WalkIterator } from "./storage/walk-iterator.ts";
export type { Change, Changes, Watch } from "./storage/watch.ts";
