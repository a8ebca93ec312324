import { BackendError } from "@airssys/backend";
import { openLmdb } from "@airssys/backend-lmdb";
import { put, write } from "@airssys/test-kit/text";

// Opens a store that may be anything, reads all of it and writes to it. Says how that went.

const [path = ""] = process.argv.slice(2);
try {
  const backend = openLmdb({ path });
  const { entries } = backend.scan({});
  write(backend, put("new", "value"));
  backend.close();
  console.log(`entries ${entries.length}`);
} catch (error) {
  console.log(error instanceof BackendError ? `refused ${error.code}` : `threw ${error}`);
}
