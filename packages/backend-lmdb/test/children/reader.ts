import { openLmdb } from "@airssys/backend-lmdb";
import { bytes } from "@airssys/test-kit/text";

// Reads from a store, says so, and keeps its place among the readers until it is killed.

const [path = ""] = process.argv.slice(2);
const backend = openLmdb({ path });
backend.get(bytes("a"));
console.log("reads");
setInterval(() => backend.get(bytes("a")), 1_000);
