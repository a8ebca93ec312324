// Opens a store in a folder, for those who judge how durable it is.
import type { Backend } from "@airssys/backend";
import { openLmdb } from "@airssys/backend-lmdb";

export function open(folder: string): Backend<"sync"> {
  return openLmdb({ path: folder });
}
