import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeBackend } from "@airssys/backend-conformance";
import { openLmdb } from "@airssys/backend-lmdb";
import { afterAll } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "airssys-lmdb-"));
const path = join(folder, "store");
const data = join(path, "data.mdb");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeBackend("lmdb", {
  open: () => openLmdb({ path }),
  destroy: () => rmSync(path, { recursive: true, force: true }),
  failures: {
    openReadOnly: () => openLmdb({ path, readOnly: true }),
    corrupt: () => truncateSync(data, 8_192),
    changeVersion() {
      const content = readFileSync(data);
      content.writeUInt32LE(3, 28);
      writeFileSync(data, content);
    },
  },
});
