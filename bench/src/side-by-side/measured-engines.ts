import { join } from "node:path";
import type { Backend } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openFiles } from "@airssys/backend-files";
import { openLmdb } from "@airssys/backend-lmdb";
import { openRocksdb } from "@airssys/backend-rocksdb";
import { openSqlite } from "@airssys/backend-sqlite";

/** An engine that is measured beside others. */
export interface MeasuredEngine {
  readonly name: string;
  /** Package that has it. */
  readonly package: string;
  /** Whether it keeps files. */
  readonly hasFiles: boolean;
  /** Opens its store in a folder of its own, which exists. */
  open(folder: string): Backend<"sync"> | Promise<Backend<"sync">>;
}

/** Every engine that answers at once. What they are compared with is the first. */
export const MEASURED_ENGINES: readonly MeasuredEngine[] = [
  files("lmdb", "backend-lmdb", (path) => openLmdb({ path })),
  files("sqlite", "backend-sqlite", (path) => openSqlite({ path })),
  files("sqlite, normal", "backend-sqlite", (path) => openSqlite({ path, synchronous: "normal" })),
  files("rocksdb", "backend-rocksdb", (path) => openRocksdb({ path })),
  files("rocksdb, relaxed", "backend-rocksdb", (path) => openRocksdb({ path, durable: false })),
  files("files", "backend-files", (path) => openFiles({ path })),
  { name: "memory", package: "@airssys/backend", hasFiles: false, open: () => openMemory() },
];

function files(name: string, packageName: string, open: (path: string) => ReturnType<MeasuredEngine["open"]>) {
  return {
    name,
    package: `@airssys/${packageName}`,
    hasFiles: true,
    open: (folder: string) => open(join(folder, "store")),
  };
}
