import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Backend, BackupOptions, BackupProgress, BackupResult } from "../backend.ts";
import { BackendError } from "../backend-error.ts";
import { fileError } from "./file-error.ts";
import { syncNames } from "./store-folder.ts";

/** Copies a store into files, for {@link writeBackup}. */
export interface CopyWriter {
  /** Size of the store, in bytes: at most so many are written. */
  readonly bytesMax: number;
  /** Writes the copy to a path where nothing is, as a file or a folder. When it is done, the copy is on the disk. */
  write(path: string): Promise<void>;
  /** Opens the copy for reading. */
  open(path: string): Backend | Promise<Backend>;
  /** Removes what reading the copy has left in it or beside it, and syncs the names in it if it is a folder. */
  tidy(path: string): void;
  /** Returns how many bytes of the copy are written, 0 if there is none yet. */
  bytesAt(path: string): number;
}

/**
 * Copies a store to a place where nothing is. The copy is made beside its place, looked at, and then renamed, so that
 * what is at the place is whole. A process that ends in between leaves the other copy behind, whose name begins like
 * that of the place and ends with `.partial-` and a UUID: it is never a store that was asked for, and may be deleted.
 *
 * @throws BackendError `invalid` if something is at the place already; what the writer, `onProgress` and `inspect`
 * throw; what the file system says as {@link fileError}.
 */
export async function writeBackup(options: BackupOptions, writer: CopyWriter): Promise<BackupResult> {
  const place = resolve(options.path);
  if (existsSync(place)) throw new BackendError("invalid", `"path" expected a place where nothing is, got ${place}`);
  const partial = `${place}.partial-${randomUUID()}`; // processes of other containers may use the same folder
  const created = attempt("make the folder of the backup", () => mkdirSync(dirname(place), { recursive: true }));
  try {
    await tellWhile(writer.write(partial), options, () => ({
      bytes: writer.bytesAt(partial),
      bytesMax: writer.bytesMax,
    }));
    await inspect(await writer.open(partial), options);
    attempt("put the backup in its place", () => {
      writer.tidy(partial);
      renameSync(partial, place);
      syncNames({ path: dirname(place), ...(created !== undefined && { created }) });
    });
    return { path: place, bytes: writer.bytesAt(place) };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

/** A listener that throws fails the backup: a timer has nobody to throw to. */
async function tellWhile(
  work: Promise<void>,
  { onProgress }: BackupOptions,
  look: () => BackupProgress,
): Promise<void> {
  const failures: unknown[] = [];
  const tell = () => {
    try {
      onProgress?.(look());
    } catch (failure) {
      failures.push(failure);
    }
  };
  const timer = onProgress && setInterval(tell, PROGRESS_MILLISECONDS);
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
  tell();
  if (failures.length > 0) throw failures[0];
}

const PROGRESS_MILLISECONDS = 200;

async function inspect(copy: Backend, options: BackupOptions): Promise<void> {
  try {
    await options.inspect?.(copy);
  } finally {
    await copy.close();
  }
}

function attempt<T>(doing: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw fileError(cause, doing);
  }
}
