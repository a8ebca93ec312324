import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeBackend } from "@airssys/backend-conformance";
import { openLmdb } from "@airssys/backend-lmdb";
import { afterAll } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "airssys-lmdb-"));
const path = join(folder, "store");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeBackend("lmdb", {
  open: () => openLmdb({ path }),
  destroy: () => rmSync(path, { recursive: true, force: true }),
});
