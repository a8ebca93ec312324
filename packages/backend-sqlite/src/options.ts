import {
  requireBooleanOption,
  requireIntegerOption,
  requireOptions,
  requirePathOption,
  requireWordOption,
} from "@airssys/backend/node";

/** Where and how to open a store. */
export interface SqliteOptions {
  /**
   * File of the store; created with the folders above it if it is missing. SQLite puts two more files beside it, which
   * end in `-wal` and `-shm`. It must be on a local file system, not on a network share.
   */
  readonly path: string;
  /** Open for reading alone: every commit is a `read-only` error. Default `false`. */
  readonly readOnly?: boolean;
  /**
   * Promises that no process writes to the store while this one reads it. Only with `readOnly`, for a store in a folder
   * that this process may not write, as on a read-only mount: such a reader takes no part in the locking, and a writer
   * would make it return wrong answers. Default `false`: such a store is refused.
   */
  readonly nobodyWrites?: boolean;
  /**
   * When a commit is on the disk. `full`: when it returns. `normal`: at the next `flush`, or when SQLite writes its log
   * back; a power cut before loses the newest commits, whole and from the end, and never damages the store. Default
   * `full`.
   */
  readonly synchronous?: "full" | "normal";
  /** How long a commit waits for that of another connection, in milliseconds: 0 to 2 147 483 647. Default 5 000. */
  readonly busyTimeoutMs?: number;
  /** Pages of the store that this handle keeps in memory, in bytes: 65 536 to 2^40. Default 16 777 216. */
  readonly cacheBytes?: number;
  /** Size beyond which commits of this handle do not let the file grow, in bytes: 65 536 to 2^40. Default: no limit. */
  readonly bytesMax?: number;
}

/** The options of `openSqlite`, whole. */
export type KnownSqliteOptions = Required<Omit<SqliteOptions, "bytesMax">> & Pick<SqliteOptions, "bytesMax">;

/**
 * Checks the options of `openSqlite`, and fills in the defaults.
 *
 * @throws TypeError for a missing path, an option of another type or one that is not known; RangeError for a number out
 * of range.
 */
export function requireSqliteOptions(options: SqliteOptions): KnownSqliteOptions {
  requireOptions(options, ["openSqlite", '{ path: "./data.db" }'], KNOWN);
  const { path, readOnly = false, nobodyWrites = false, synchronous = "full", bytesMax } = options;
  const { busyTimeoutMs = 5_000, cacheBytes = 16_777_216 } = options;
  requirePathOption(path, "file");
  requireBooleanOption("readOnly", readOnly);
  requireBooleanOption("nobodyWrites", nobodyWrites);
  if (nobodyWrites && !readOnly) throw new TypeError("nobodyWrites must come with readOnly: true");
  requireWordOption("synchronous", synchronous, ["full", "normal"]);
  requireIntegerOption("busyTimeoutMs", busyTimeoutMs, 0, 2_147_483_647);
  requireIntegerOption("cacheBytes", cacheBytes, BYTES_MIN, BYTES_MAX);
  if (bytesMax !== undefined) requireIntegerOption("bytesMax", bytesMax, BYTES_MIN, BYTES_MAX);
  const limit = bytesMax === undefined ? {} : { bytesMax };
  return { path, readOnly, nobodyWrites, synchronous, busyTimeoutMs, cacheBytes, ...limit };
}

const KNOWN: { readonly [Name in keyof Required<SqliteOptions>]: true } = {
  path: true,
  readOnly: true,
  nobodyWrites: true,
  synchronous: true,
  busyTimeoutMs: true,
  cacheBytes: true,
  bytesMax: true,
};
const BYTES_MIN = 65_536;
const BYTES_MAX = 2 ** 40;
