import { openRocksdb } from "@airssys/backend-rocksdb";
import { expect, test } from "vitest";

const open = openRocksdb as (options?: unknown) => Promise<unknown>;
const KNOWN = "path, readOnly, durable, blockCacheBytes, writeBufferBytes, compaction, compression";

test.each([
  [undefined, 'the options of openRocksdb must be an object such as { path: "./data" }, not undefined'],
  ["./data", 'the options of openRocksdb must be an object such as { path: "./data" }, not "./data"'],
  [{}, "path must be the path of a folder, not undefined"],
  [{ path: "" }, 'path must be the path of a folder, not ""'],
  [{ path: "a", sync: true }, `"sync" is no option of openRocksdb; known: ${KNOWN}`],
  [{ path: "a", readOnly: "yes" }, 'readOnly must be true or false, not "yes"'],
  [{ path: "a", durable: 1 }, "durable must be true or false, not number"],
  [{ path: "a", blockCacheBytes: "9" }, 'blockCacheBytes must be a number, not "9"'],
  [{ path: "a", compaction: "fifo" }, 'compaction must be "level" or "universal", not "fifo"'],
  [{ path: "a", compression: "lz4" }, 'compression must be "zstd" or "none", not "lz4"'],
  [{ path: "a", compression: "none" }, 'compression: "none" must come with compaction: "universal"'],
])("openRocksdb(%j) is a mistake of the caller", async (options, message) => {
  await expect(open(options)).rejects.toThrow(new TypeError(message));
});

test.each([
  ["blockCacheBytes", 1_048_576, 1_000],
  ["writeBufferBytes", 4_194_304, 1_000],
  ["writeBufferBytes", 4_194_304, 2 ** 32],
  ["blockCacheBytes", 1_048_576, Number.NaN],
])("%s goes from %d to 2 GiB, and %d is out of range", async (name, least, value) => {
  await expect(open({ path: "a", [name]: value })).rejects.toThrow(
    new RangeError(`${name} must be an integer from ${least} to ${2 ** 31}, not ${value}`),
  );
});
