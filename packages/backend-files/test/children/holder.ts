// `holder.ts PATH`: opens a store, says so, and keeps it until the process is killed.
import { openFiles } from "@airssys/backend-files";
import { put, write } from "@airssys/test-kit/text";

const backend = openFiles({ path: process.argv[2] ?? "" });
write(backend, put("held", "1"));
console.log("open");
setInterval(() => backend.stats(), 60_000);
