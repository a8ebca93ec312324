// The store of a folder, as the laws of durability open it.
import { join } from "node:path";
import type { Backend } from "@airssys/backend";
import { openSqlite } from "@airssys/backend-sqlite";

/** Every commit is on the disk when it returns. */
export function open(folder: string): Backend<"sync"> {
  return openSqlite({ path: join(folder, "store.db") });
}

/** Commits are on the disk after the next flush. */
export function openRelaxed(folder: string): Backend<"sync"> {
  return openSqlite({ path: join(folder, "store.db"), synchronous: "normal" });
}
