import { BackendError } from "@airssys/backend";
import { openLmdb } from "@airssys/backend-lmdb";
import { bytes, text } from "@airssys/test-kit/text";

// Reads a store as somebody who may not write its files: without a promise that nobody writes, with it, and without it
// beside a handle that has it. Says how that went.

const [path = ""] = process.argv.slice(2);
if (process.geteuid?.() === 0) {
  process.setegid?.(65_534);
  process.seteuid?.(65_534);
}
const opened = [false, true, false].map((nobodyWrites) => {
  try {
    const backend = openLmdb({ path, readOnly: true, nobodyWrites });
    console.log(`read ${text(backend.get(bytes("a")))}`);
    return backend;
  } catch (error) {
    console.log(error instanceof BackendError ? `refused ${error.code}` : `threw ${error}`);
    return undefined;
  }
});
for (const backend of opened) backend?.close();
