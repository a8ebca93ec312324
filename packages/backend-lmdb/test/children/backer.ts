// Makes a backup and says when its copy is there, before it is whole: then it waits to be killed.
import { openLmdb } from "@airssys/backend-lmdb";

const [store = "", path = ""] = process.argv.slice(2);
const backend = openLmdb({ path: store });
await backend.backup?.({
  path,
  inspect() {
    console.log("copied");
    return new Promise((resolve) => setTimeout(resolve, 60_000));
  },
});
