export { bytesCodec } from "./codecs/bytes-codec.ts";
export type { Codec } from "./codecs/codec.ts";
export { type IntegerCodecOptions, integerCodec } from "./codecs/integer-codec.ts";
export { jsonCodec } from "./codecs/json-codec.ts";
export { schemaCodec } from "./codecs/schema-codec.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "./codecs/standard-schema.ts";
export { structuredCodec } from "./codecs/structured-codec.ts";
export { textCodec } from "./codecs/text-codec.ts";
export { type Migration, type Versions, versionedCodec } from "./codecs/versioned-codec.ts";
