import { requireBooleanOption, requireIntegerOption, requireOptions, requirePathOption } from "@airssys/backend/node";

/** Where and how to open a store. */
export interface LmdbOptions {
  /** Folder of the store; created if it is missing. It must be on a local file system, not on a network share. */
  readonly path: string;
  /** Open for reading alone: every commit is a `read-only` error. Default `false`. */
  readonly readOnly?: boolean;
  /**
   * Promises that no process writes to the store while this one reads it. Only with `readOnly`, for a store whose
   * `lock.mdb` this process may not write, as on a read-only mount: such a reader takes no part in the locking, and a
   * writer would make it return wrong answers or crash. Default `false`: such a store is refused.
   */
  readonly nobodyWrites?: boolean;
  /**
   * Number of readers that the store has room for: one for each thread of each process that has read from it. Whoever
   * opens the store while nobody else has it open sets the number; it never shrinks. 1 to 65 536; default 4 096, which
   * takes 256 KiB of `lock.mdb`.
   */
  readonly maxReaders?: number;
}

/**
 * Checks the options of `openLmdb`, and fills in the defaults.
 *
 * @throws TypeError for a missing path, an option of another type or one that is not known; RangeError for a number of
 * readers out of range.
 */
export function requireLmdbOptions(options: LmdbOptions): Required<LmdbOptions> {
  requireOptions(options, ["openLmdb", '{ path: "./data" }'], KNOWN);
  const { path, readOnly = false, nobodyWrites = false, maxReaders = READERS_DEFAULT } = options;
  requirePathOption(path, "folder");
  requireBooleanOption("readOnly", readOnly);
  requireBooleanOption("nobodyWrites", nobodyWrites);
  if (nobodyWrites && !readOnly) throw new TypeError("nobodyWrites must come with readOnly: true");
  requireIntegerOption("maxReaders", maxReaders, 1, READERS_MAX);
  return { path, readOnly, nobodyWrites, maxReaders };
}

const KNOWN: { readonly [Name in keyof Required<LmdbOptions>]: true } = {
  path: true,
  readOnly: true,
  nobodyWrites: true,
  maxReaders: true,
};
const READERS_DEFAULT = 4_096;
const READERS_MAX = 65_536;
