import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Returns what a file, or a folder with all that is below it, takes on the disk. */
export async function treeBytes(path: string): Promise<number> {
  const stats = await lstat(path);
  const own = stats.blocks * BLOCK_BYTES;
  if (!stats.isDirectory()) return own;
  let sum = own;
  for (const name of await readdir(path)) sum += await treeBytes(join(path, name));
  return sum;
}

/** The unit in which systems count blocks, whatever the file system has. */
const BLOCK_BYTES = 512;
