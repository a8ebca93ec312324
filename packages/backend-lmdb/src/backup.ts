import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Backend, BackendError, type BackupOptions, type BackupResult } from "@airssys/backend";
import type { Environment } from "./environment.ts";
import { lmdbError } from "./lmdb-error.ts";
import { syncNames } from "./store-folder.ts";

/**
 * Copies a store while it is used: lmdb writes what one read transaction sees, without free pages, in a thread of its
 * own. The copy is made in a folder beside its place, synced, looked at, and then renamed, so that what is at the place
 * is whole. A process that ends in between leaves the other folder behind, whose name begins like that of the place and
 * ends with `.partial-` and a UUID: it is never a store that was asked for, and may be deleted.
 *
 * @param environment a use of the environment, which is given back.
 * @param openCopy opens the copy for reading.
 * @throws BackendError `invalid` if something is at the place already; what lmdb or the disk say; what `inspect`
 * throws.
 */
export async function backUp(
  environment: Environment,
  options: BackupOptions,
  openCopy: (path: string) => Backend,
): Promise<BackupResult> {
  const place = resolve(options.path);
  try {
    requireFree(place);
    const partial = `${place}.partial-${randomUUID()}`; // processes of other containers may use the same folder
    const created = attempt("make the folder of the backup", () => makeFolder(partial));
    try {
      await copyTo(environment, partial, options);
      await inspect(openCopy(partial), partial, options);
      return attempt("put the backup in its place", () => publish(partial, place, created));
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      throw error;
    }
  } finally {
    environment.release();
  }
}

function requireFree(place: string): void {
  if (existsSync(place)) throw new BackendError("invalid", `"path" expected a place where nothing is, got ${place}`);
}

/** Answers the outermost folder above it that had to be created. */
function makeFolder(folder: string): string | undefined {
  const created = mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder);
  return created;
}

async function copyTo(environment: Environment, folder: string, { onProgress }: BackupOptions): Promise<void> {
  const [from, to] = [join(environment.folder, DATA_FILE), join(folder, DATA_FILE)];
  const bytesMax = sizeOf(from);
  const tell = () => onProgress?.({ bytes: sizeOf(to), bytesMax });
  const failures: unknown[] = []; // of the listener: a timer has nobody to throw to
  const timer = onProgress && setInterval(() => attemptTo(tell, failures), PROGRESS_MILLISECONDS);
  try {
    await environment.root.backup(folder, true); // lmdb names the file itself
    await syncFile(to);
  } catch (cause) {
    throw lmdbError(cause, "copy the store");
  } finally {
    clearInterval(timer);
  }
  if (failures.length > 0) throw failures[0];
  tell();
}

function attemptTo(act: () => void, failures: unknown[]): void {
  try {
    act();
  } catch (failure) {
    failures.push(failure);
  }
}

const DATA_FILE = "data.mdb";
const PROGRESS_MILLISECONDS = 200;

async function inspect(copy: Backend, path: string, options: BackupOptions): Promise<void> {
  try {
    await options.inspect?.(copy);
  } finally {
    await copy.close();
    rmSync(join(path, "lock.mdb"), { force: true }); // made by opening it; it says nothing about the data
  }
}

/** @param created the outermost folder that had to be created for the place */
function publish(partial: string, place: string, created = place): BackupResult {
  syncNames({ path: partial });
  renameSync(partial, place);
  syncNames({ path: place, created });
  return { path: place, bytes: sizeOf(join(place, DATA_FILE)) };
}

/** In a thread of its own, unlike the other calls here: what was copied may take the disk a second. */
async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function attempt<T>(doing: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw lmdbError(cause, doing);
  }
}
