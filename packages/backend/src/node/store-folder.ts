import {
  type BigIntStats,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";

/** A folder that holds a store. */
export interface StoreFolder {
  /** Its real path: the same one however the store is asked for. */
  readonly path: string;
  /** The outermost folder that had to be created for it, if any. */
  readonly created?: string;
}

/**
 * Finds a folder, and creates it first if it may be written.
 *
 * @throws what the file system throws.
 *
 * @example
 * ```ts
 * import { syncNames, useFolder } from "@airssys/backend/node";
 *
 * const folder = useFolder("./data", false);
 * // ... create the files of the store in folder.path ...
 * syncNames(folder);
 * ```
 */
export function useFolder(path: string, readOnly: boolean): StoreFolder {
  const created = readOnly ? undefined : createFolder(path);
  // The native one asks nothing about the folders above, which the permission model may not let be read.
  const real = realpathSync.native;
  return { path: real(path), ...(created !== undefined && { created: real(created) }) };
}

/**
 * Identifies a file by its device and inode: the same one however it is named. Does not open it.
 *
 * @returns `undefined` if it does not exist.
 * @throws what the file system throws.
 *
 * @example
 * ```ts
 * import { identifyFile } from "@airssys/backend/node";
 *
 * identifyFile("./data/store.db"); // "2049:1835026"
 * ```
 */
export function identifyFile(file: string): string | undefined {
  const stats: BigIntStats | undefined = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}

/**
 * Puts the names in a folder on the disk, its own name among them if it was created. A file that is synced may still be
 * lost in a power cut, as long as the folder that names it is not.
 *
 * A process that created a store may have died before it did this, so call it each time that a store is opened for
 * writing. Where the system does not let this process sync a folder, such as a parent that it may not read,
 * the names are left to the file system. Node's permission model lets no process sync a folder.
 *
 * @throws what the file system throws.
 */
export function syncNames({ path, created = path }: StoreFolder): void {
  const outermost = dirname(created);
  for (let folder = path; ; folder = dirname(folder)) {
    syncFolder(folder);
    if (folder === outermost || folder === dirname(folder)) return;
  }
}

/** Answers the outermost folder that was created. */
function createFolder(path: string): string | undefined {
  try {
    return mkdirSync(path, { recursive: true });
  } catch (cause) {
    if (!existsSync(dirname(path))) throw cause;
    mkdirSync(path); // with `recursive`, Node says ENOENT of a file system that may not be written; this says why
    return path;
  }
}

function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
  }
}

/**
 * Whether this is how a system says that a folder is not ours to sync, or cannot be synced; a fault of the disk is
 * neither.
 */
function isRefusal(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && REFUSALS.has(cause.code);
}

const REFUSALS = new Set<unknown>(["EACCES", "EPERM", "EROFS", "EINVAL", "ENOTSUP", "EISDIR", "ERR_ACCESS_DENIED"]);
