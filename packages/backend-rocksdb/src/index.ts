export { requireRocksdb } from "./binding.ts";
export type { RocksdbOptions } from "./options.ts";
export { openRocksdb, type RocksdbBackend } from "./rocksdb-backend.ts";
