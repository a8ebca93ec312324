import { expect, test } from "vitest";

test("the package exports these names", async () => {
  expect(Object.keys(await import("./index.ts")).sort()).toEqual([
    "KEYS_PER_ANSWER_MAX",
    "KEY_BYTES_MAX",
    "Storage",
    "StorageError",
    "VALUE_BYTES_MAX",
    "bytesCodec",
    "decodeUtf8",
    "decodeValue",
    "encodeUtf8",
    "encodeValue",
    "hostStorage",
    "integerCodec",
    "jsonCodec",
    "openTransaction",
    "prefixedStorage",
    "schemaCodec",
    "sharedStorage",
    "structuredCodec",
    "textCodec",
    "versionedCodec",
  ]);
});

test("the entry for keys exports these names", async () => {
  expect(Object.keys(await import("./keys.ts")).sort()).toEqual([
    "compareKeys",
    "decodeKey",
    "encodeKey",
    "endOfKey",
    "escapeText",
    "unescapeText",
  ]);
});

test("the entry for codecs exports these names", async () => {
  expect(Object.keys(await import("./codecs.ts")).sort()).toEqual([
    "bytesCodec",
    "integerCodec",
    "jsonCodec",
    "schemaCodec",
    "structuredCodec",
    "textCodec",
    "versionedCodec",
  ]);
});
