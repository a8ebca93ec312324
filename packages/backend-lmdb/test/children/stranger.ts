import { chmodSync, chownSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { BackendError } from "@airssys/backend";
import { openLmdb } from "@airssys/backend-lmdb";
import { put, write } from "@airssys/test-kit/text";

// Opens stores and writes to them as somebody who may pass through the parent folder but not list it. Says how that
// went.

const [path = ""] = process.argv.slice(2);
const NOBODY = 65_534;
mkdirSync(path);
if (process.geteuid?.() === 0) {
  chownSync(path, NOBODY, NOBODY);
  chmodSync(dirname(path), 0o711);
  process.setegid?.(NOBODY);
  process.seteuid?.(NOBODY);
} else {
  chmodSync(dirname(path), 0o311);
}
for (const each of [path, path, join(path, "below")]) {
  try {
    const backend = openLmdb({ path: each });
    console.log(write(backend, put("a", "1")) ? "written" : "refused");
    backend.close();
  } catch (error) {
    console.log(error instanceof BackendError ? `${error.code}: ${error.message}` : `threw ${error}`);
  }
}
