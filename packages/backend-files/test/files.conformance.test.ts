import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeBackend } from "@airssys/backend-conformance";
import { openFiles } from "@airssys/backend-files";
import { afterAll } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "airssys-files-"));
const isSmall = mountSmall();
const path = join(folder, "store");
afterAll(() => {
  if (isSmall) execFileSync("umount", ["--lazy", folder]);
  rmSync(folder, { recursive: true, force: true });
});

/** A file system in memory with little room, where this process may mount one: the laws also wait long for a disk. */
function mountSmall(): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${48 * 1_048_576}`, "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const open = () => openFiles({ path });

describeBackend(
  "files",
  {
    open,
    destroy: () => rmSync(path, { recursive: true, force: true }),
    failures: {
      openReadOnly: () => openFiles({ path, readOnly: true }),
      ...(isSmall && { openSmall: open }),
      corrupt: () => writeFileSync(join(path, "values", "No Key.value"), "text"),
      changeVersion: () => writeFileSync(join(path, "store.json"), '{ "format": "airssys-files", "version": 2 }'),
    },
  },
  { runs: 20 },
);
