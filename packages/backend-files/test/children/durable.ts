// The store of a folder, as the laws of durability open it.
import { join } from "node:path";
import type { Backend } from "@airssys/backend";
import { openFiles } from "@airssys/backend-files";

export function open(folder: string): Backend<"sync"> {
  return openFiles({ path: join(folder, "store") });
}
