import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describeBackend } from "@airssys/backend-conformance";
import { openSqlite } from "@airssys/backend-sqlite";
import { afterAll } from "vitest";

/** In memory if it can be had, since the laws wait long for a disk. */
const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "airssys-sqlite-"));
const path = join(folder, "store.db");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function destroy(): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(`${path}${end}`, { force: true });
}

describeBackend("sqlite", {
  open: () => openSqlite({ path }),
  destroy,
  failures: {
    openReadOnly: () => openSqlite({ path, readOnly: true }),
    openSmall: () => openSqlite({ path, bytesMax: 16 * 1_048_576 }),
    corrupt: () => writeFileSync(path, "This was a database once.".repeat(1_000)),
    changeVersion() {
      const database = new DatabaseSync(path);
      database.exec("PRAGMA user_version = 2");
      database.close();
    },
  },
});

describeBackend(
  "sqlite, durable after a flush",
  { open: () => openSqlite({ path, synchronous: "normal" }), destroy },
  { runs: 10 },
);
