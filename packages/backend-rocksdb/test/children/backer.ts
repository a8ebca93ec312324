// Makes a backup and says when its copy is there, before it is whole: then it waits to be killed.
import { openRocksdb } from "@airssys/backend-rocksdb";

const [store = "", path = ""] = process.argv.slice(2);
const backend = await openRocksdb({ path: store });
await backend.backup?.({
  path,
  inspect() {
    console.log("copied");
    return new Promise((resolve) => setTimeout(resolve, 60_000));
  },
});
