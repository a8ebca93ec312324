import { type Database, open, type RootDatabase } from "lmdb";

export interface LmdbEnvironment {
  readonly root: RootDatabase;
  readonly data: Database<Buffer, Buffer>;
}

/** lmdb with bytes as keys and values, and otherwise with its defaults. */
export function openLmdbEnvironment(path: string): LmdbEnvironment {
  const root = open({ path, noSubdir: false, maxDbs: 2 });
  const data = root.openDB<Buffer, Buffer>({ name: "data", encoding: "binary", keyEncoding: "binary" });
  return { root, data };
}
