import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { isMissing } from "./files-error.ts";

/** Writes a file anew, and syncs it. */
export function writeSynced(path: string, content: Uint8Array): void {
  rmSync(path, { force: true }); // never into a file that may have another name too
  const descriptor = openSync(path, "wx");
  try {
    for (let written = 0; written < content.length; ) written += writeSync(descriptor, content, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Returns what a file holds; `undefined` if there is none. */
export function readIfPresent(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}
