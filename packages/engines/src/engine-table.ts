import type { Engine } from "./engine.ts";
import { files } from "./engines/files.ts";
import { lmdb } from "./engines/lmdb.ts";
import { memory } from "./engines/memory.ts";
import { rocksdb } from "./engines/rocksdb.ts";
import { sqlite } from "./engines/sqlite.ts";

/** The engines by the name that an address begins with. */
export const ENGINES: ReadonlyMap<string, Engine> = new Map<string, Engine>([
  ["memory", memory],
  ["lmdb", lmdb],
  ["rocksdb", rocksdb],
  ["sqlite", sqlite],
  ["files", files],
]);

/** The engine of an address that is a path alone. */
export const DEFAULT_ENGINE = "lmdb";
