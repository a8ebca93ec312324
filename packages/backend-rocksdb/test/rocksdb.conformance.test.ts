import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeBackend } from "@airssys/backend-conformance";
import { openRocksdb } from "@airssys/backend-rocksdb";
import { afterAll } from "vitest";

// In memory where the system has such a place: the laws open the store hundreds of times, and no law cuts the power.
const place = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const folder = mkdtempSync(join(place, "airssys-rocksdb-"));
const path = join(folder, "store");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeBackend("rocksdb", {
  open: () => openRocksdb({ path }),
  destroy: () => rmSync(path, { recursive: true, force: true }),
  failures: {
    openReadOnly: () => openRocksdb({ path, readOnly: true }),
    corrupt() {
      for (const name of readdirSync(path)) if (name.startsWith("MANIFEST")) truncateSync(join(path, name), 20);
    },
    changeVersion: () => writeFileSync(join(path, "airssys.json"), '{"engine":"rocksdb","version":2}'),
  },
});
