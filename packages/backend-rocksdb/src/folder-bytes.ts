import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Returns how many bytes the files of a folder have. One that vanishes meanwhile has none. */
export function folderBytes(folder: string): number {
  return readdirSync(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
