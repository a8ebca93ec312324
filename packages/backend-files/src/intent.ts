import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { BackendError } from "@airssys/backend";
import { syncNames, useFolder } from "@airssys/backend/node";
import { readIfPresent } from "./sync.ts";

// A commit is the file `intent`: a line with the SHA-256 of what follows, and that as JSON. From the moment at which it
// is synced the commit has happened, and whoever opens the store completes it. It is empty between commits.

/** One file that a commit changes. */
export interface Change {
  /** Path of the file in the folder of values: names of folders, and that of the file. */
  readonly path: readonly string[];
  /** Name of its new content in the folder of what is staged, and the SHA-256 of it; absent if the file goes. */
  readonly staged?: string;
  readonly sha256?: string;
}

/** The parts of a store's folder. */
export interface Places {
  readonly folder: string;
  readonly values: string;
  readonly staged: string;
  readonly intent: string;
}

/** Finds the parts of a store's folder. */
export function placesIn(folder: string): Places {
  return {
    folder,
    values: join(folder, "values"),
    staged: join(folder, "staged"),
    intent: join(folder, "intent"),
  };
}

/** Writes what a commit changes. It has not happened yet. */
export function writeIntent({ intent }: Places, changes: readonly Change[]): void {
  const text = JSON.stringify(changes);
  const content = Buffer.from(`${sha256(Buffer.from(text))}\n${text}`);
  inFile(intent, (descriptor) => {
    for (let written = 0; written < content.length; )
      written += writeSync(descriptor, content, written, content.length - written, written);
    ftruncateSync(descriptor, content.length);
  });
}

/** Makes the commit happen that was written: when this returns, it survives a power cut. */
export function syncIntent({ intent }: Places): void {
  inFile(intent, fsyncSync);
}

/** Says that a commit is completed. Not synced: to complete it again changes nothing until people edit the files. */
export function clearIntent({ intent }: Places): void {
  inFile(intent, (descriptor) => ftruncateSync(descriptor));
}

/** Returns the commit that is not completed; `undefined` if there is none, or one that never happened. */
export function readIntent({ intent }: Places): readonly Change[] | undefined {
  const content = readIfPresent(intent)?.toString() ?? "";
  const end = content.indexOf("\n");
  const text = content.slice(end + 1);
  return end !== -1 && sha256(Buffer.from(text)) === content.slice(0, end) ? JSON.parse(text) : undefined;
}

/** Completes a commit, as often as it takes. @throws BackendError `corrupt` if what it staged is gone */
export function complete(places: Places, changes: readonly Change[]): void {
  const folders = new Map<string, string | undefined>();
  for (const { path, staged, sha256: expected } of changes) {
    const file = join(places.values, ...path);
    const folder = dirname(file);
    if (staged === undefined) {
      rmSync(file, { force: true });
      if (existsSync(folder)) folders.set(folder, folders.get(folder));
    } else {
      const { created } = useFolder(folder, false);
      folders.set(folder, folders.get(folder) ?? created);
      moveStaged(join(places.staged, staged), file, expected);
    }
  }
  for (const [path, created] of folders) syncNames({ path, ...(created !== undefined && { created }) });
}

/** The SHA-256 of some bytes, in hexadecimal digits. */
export function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function moveStaged(from: string, to: string, expected: string | undefined): void {
  if (existsSync(from)) {
    renameSync(from, to);
    return;
  }
  const content = readIfPresent(to); // moved already
  if (content !== undefined && sha256(content) === expected) return;
  throw new BackendError("corrupt", `${to} is not as its last commit wrote it, and what that staged is gone`);
}

function inFile(path: string, act: (descriptor: number) => void): void {
  const descriptor = openSync(path, "r+");
  try {
    act(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
