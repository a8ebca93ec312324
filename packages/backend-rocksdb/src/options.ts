import {
  requireBooleanOption,
  requireIntegerOption,
  requireOptions,
  requirePathOption,
  requireWordOption,
} from "@airssys/backend/node";

/** Where and how to open a store. */
export interface RocksdbOptions {
  /** Folder of the store; created if it is missing. It must be on a local file system, not on a network share. */
  readonly path: string;
  /**
   * Whether this handle is for reading alone: every commit is a `read-only` error, and a store that is missing is not
   * created. RocksDB itself still opens the folder for writing. Default `false`.
   */
  readonly readOnly?: boolean;
  /**
   * Whether a commit is on the disk when it returns. With `false` it survives the end of the process, but a power cut
   * may take the newest commits since the last `flush`: the store is then as it was after one of them. Default `true`.
   */
  readonly durable?: boolean;
  /** Memory for blocks of the files that were read, in bytes. 1 MiB to 2 GiB; default 64 MiB. */
  readonly blockCacheBytes?: number;
  /**
   * Memory for writes that are not in sorted files yet, in bytes: RocksDB fills buffers of a quarter of it, and takes
   * half as much again while the disk is slow. The log is as long, and is read again when the store is opened. So much
   * space has to be free on the disk, or commits are refused as `full`. 4 MiB to 2 GiB; default 64 MiB.
   */
  readonly writeBufferBytes?: number;
  /**
   * How sorted files are merged. `"level"`: in levels of ten times the size, with little space lost. `"universal"`:
   * with fewer writes to the disk, and up to twice the space. Default `"level"`.
   */
  readonly compaction?: "level" | "universal";
  /**
   * How sorted files are compressed. `"zstd"`, the default: all but the newest ones. `"none"` goes with `compaction:
   * "universal"` alone. The binding has no other way.
   */
  readonly compression?: "zstd" | "none";
}

/**
 * Checks the options of `openRocksdb`, and fills in the defaults.
 *
 * @throws TypeError for a missing path, an option of another type or one that is not known; RangeError for a size out
 * of range.
 */
export function requireRocksdbOptions(options: RocksdbOptions): Required<RocksdbOptions> {
  requireOptions(options, ["openRocksdb", '{ path: "./data" }'], KNOWN);
  const {
    path,
    readOnly = false,
    durable = true,
    blockCacheBytes = 64 * MEBIBYTE,
    writeBufferBytes = 64 * MEBIBYTE,
    compaction = "level",
    compression = "zstd",
  } = options;
  requirePathOption(path, "folder");
  requireBooleanOption("readOnly", readOnly);
  requireBooleanOption("durable", durable);
  requireIntegerOption("blockCacheBytes", blockCacheBytes, MEBIBYTE, BYTES_MAX);
  requireIntegerOption("writeBufferBytes", writeBufferBytes, 4 * MEBIBYTE, BYTES_MAX);
  requireWordOption("compaction", compaction, ["level", "universal"]);
  requireWordOption("compression", compression, ["zstd", "none"]);
  if (compression === "none" && compaction !== "universal")
    throw new TypeError('compression: "none" must come with compaction: "universal"');
  return { path, readOnly, durable, blockCacheBytes, writeBufferBytes, compaction, compression };
}

const MEBIBYTE = 1_048_576;
/** The binding takes sizes as 32 bits. */
const BYTES_MAX = 2_048 * MEBIBYTE;

const KNOWN: { readonly [Name in keyof Required<RocksdbOptions>]: true } = {
  path: true,
  readOnly: true,
  durable: true,
  blockCacheBytes: true,
  writeBufferBytes: true,
  compaction: true,
  compression: true,
};
