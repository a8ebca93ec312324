import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders = new Set<string>();

/** Creates a temporary folder for a store. It is removed at the latest when the process exits normally. */
export async function newFolder(): Promise<string> {
  if (folders.size === 0) process.once("exit", removeAll);
  const folder = await mkdtemp(join(tmpdir(), "airssys-testing-"));
  folders.add(folder);
  return folder;
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  folders.delete(folder);
  if (folders.size === 0) process.off("exit", removeAll);
}

/** Removes the folders of harnesses that were not closed. */
function removeAll(): void {
  for (const folder of folders) removeAtOnce(folder);
}

/** Returns whether the folder is gone: some systems do not delete files in use. */
function removeAtOnce(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}
