import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders = new Set<string>();

/** A folder for a store among the temporary files of the system, gone at the latest when the process ends in order. */
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

/** What is left of harnesses that nobody has closed. */
function removeAll(): void {
  for (const folder of folders) removeAtOnce(folder);
}

/** Answers whether it is gone: a system that does not delete files in use keeps it. */
function removeAtOnce(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}
