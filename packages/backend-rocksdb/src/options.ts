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
  if (typeof options !== "object" || options === null)
    throw new TypeError(
      `the options of openRocksdb must be an object such as { path: "./data" }, not ${shown(options)}`,
    );
  requireKnown(options);
  const { path } = options;
  if (typeof path !== "string" || path === "" || path.includes("\0"))
    throw new TypeError(`path must be the path of a folder, not ${shown(path)}`);
  const filled = { ...DEFAULTS, ...withoutUndefined(options), path };
  for (const name of ["readOnly", "durable"] as const) requireBoolean(name, filled[name]);
  requireBytes("blockCacheBytes", filled.blockCacheBytes, 1);
  requireBytes("writeBufferBytes", filled.writeBufferBytes, 4);
  requireOneOf("compaction", filled.compaction, ["level", "universal"]);
  requireOneOf("compression", filled.compression, ["zstd", "none"]);
  if (filled.compression === "none" && filled.compaction !== "universal")
    throw new TypeError('compression: "none" must come with compaction: "universal"');
  return filled;
}

const MEBIBYTE = 1_048_576;

const DEFAULTS: Omit<Required<RocksdbOptions>, "path"> = {
  readOnly: false,
  durable: true,
  blockCacheBytes: 64 * MEBIBYTE,
  writeBufferBytes: 64 * MEBIBYTE,
  compaction: "level",
  compression: "zstd",
};
const KNOWN = ["path", ...Object.keys(DEFAULTS)];
/** The binding takes sizes as 32 bits. */
const MEBIBYTES_MAX = 2_048;

function withoutUndefined(options: RocksdbOptions): RocksdbOptions {
  // Entries of an object with these names have their types.
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as object as RocksdbOptions;
}

function requireKnown(options: object): void {
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`${shown(unknown)} is no option of openRocksdb; known: ${KNOWN.join(", ")}`);
}

function requireBoolean(name: string, value: unknown): void {
  if (typeof value !== "boolean") throw new TypeError(`${name} must be true or false, not ${shown(value)}`);
}

function requireBytes(name: string, value: unknown, mebibytesMin: number): void {
  if (typeof value !== "number") throw new TypeError(`${name} must be a number of bytes, not ${shown(value)}`);
  const [least, most] = [mebibytesMin * MEBIBYTE, MEBIBYTES_MAX * MEBIBYTE];
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${name} must be an integer from ${least} to ${most}, not ${value}`);
}

function requireOneOf(name: string, value: unknown, values: readonly string[]): void {
  if (typeof value === "string" && values.includes(value)) return;
  throw new TypeError(`${name} must be ${values.map((known) => `"${known}"`).join(" or ")}, not ${shown(value)}`);
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, SHOWN_CHARACTERS_MAX)) : typeof value;
}

const SHOWN_CHARACTERS_MAX = 64;
