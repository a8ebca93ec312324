import { join } from "node:path";
import { openRocksdb, type RocksdbBackend, type RocksdbOptions } from "@airssys/backend-rocksdb";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { onTestFinished } from "vitest";

/** A path for a store that does not exist yet, in a folder that is gone after the test. */
export function temporaryPath(): string {
  return join(temporaryFolder(), "store");
}

/** A store that is closed after the test. */
export async function openTemporary(
  path = temporaryPath(),
  options: Partial<RocksdbOptions> = {},
): Promise<RocksdbBackend & { readonly path: string }> {
  const backend = await openRocksdb({ path, ...options });
  onTestFinished(() => backend.close());
  return Object.assign(backend, { path });
}
