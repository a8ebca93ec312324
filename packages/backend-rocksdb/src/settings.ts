import type { RocksdbOptions } from "./options.ts";

/** The options that a database is opened with: handles that share it have to agree on them. */
export type Settings = Required<Omit<RocksdbOptions, "path" | "readOnly">>;

/** The options in the words of the binding, which opens a database with them. */
export function nativeOptions(settings: Settings, createIfMissing: boolean): object {
  return {
    createIfMissing,
    cacheSize: settings.blockCacheBytes,
    // Otherwise they take memory of their own, without a limit.
    cacheIndexAndFilterBlocks: true,
    compaction: settings.compaction,
    memtableMemoryBudget: settings.writeBufferBytes,
    compression: settings.compression === "zstd",
    // A commit is too short to gain from it.
    walCompression: false,
    // Buffers are written while files are merged; with one thread, commits would wait for a merge.
    parallelism: 2,
  };
}

/** Whether two handles may share a database. */
export function areSame(one: Settings, other: Settings): boolean {
  const names = Object.keys(one) as (keyof Settings)[]; // its own, and no others
  return names.every((name) => one[name] === other[name]);
}
