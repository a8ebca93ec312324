import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import { lmdbError } from "./lmdb-error.ts";

/** The folder of a store. */
export interface StoreFolder {
  /** Its real path: the same one however the store is asked for. */
  readonly path: string;
  /** The outermost folder that had to be created for it, if any. */
  readonly created?: string;
}

/** Finds a folder, and creates it first if it may be written. */
export function useFolder(path: string, readOnly: boolean): StoreFolder {
  try {
    const created = readOnly ? undefined : createFolder(path);
    // The native one asks nothing about the folders above, which the permission model may not let be read.
    const real = realpathSync.native;
    return { path: real(path), ...(created !== undefined && { created: real(created) }) };
  } catch (cause) {
    throw lmdbError(cause, `use the folder ${path}`);
  }
}

/**
 * Puts the names of a store on the disk: lmdb syncs its files but not the folder that names them, so that a power cut
 * could lose a new store whole.
 *
 * Who opens a store cannot know whether the process that made it lived to do this, so it is done each time that a store
 * is opened for writing. Where the system does not let this process sync a folder, such as a parent that it may not
 * read, the names are left to the file system. Node's permission model lets no process sync a folder.
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
