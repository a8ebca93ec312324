// Opens a store in a folder, for those who judge how durable it is.
import { openRocksdb, type RocksdbBackend } from "@airssys/backend-rocksdb";

export function open(path: string): Promise<RocksdbBackend> {
  return openRocksdb({ path });
}

export function openRelaxed(path: string): Promise<RocksdbBackend> {
  return openRocksdb({ path, durable: false });
}
