import { rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import type { DatabaseSync } from "node:sqlite";
import type { Backend, BackupOptions, BackupResult } from "@airssys/backend";
import { writeBackup } from "@airssys/backend/node";
import { nodeSqlite } from "./node-sqlite.ts";
import { sqliteError } from "./sqlite-error.ts";

/**
 * Copies a store while it is used: SQLite copies what one read transaction sees, some pages at a time in a thread of
 * its own.
 *
 * @param source a connection that is in a transaction, and is closed at the end.
 * @param openCopy opens the copy for reading.
 * @throws as `writeBackup`.
 */
export async function backUp(
  source: DatabaseSync,
  options: BackupOptions,
  openCopy: (path: string) => Backend,
): Promise<BackupResult> {
  const size = source.prepare("SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size").get();
  try {
    return await writeBackup(options, {
      bytesMax: Number(size?.bytes),
      write: (path) => copyTo(source, path),
      open: openCopy,
      tidy() {}, // a reader that takes no part in the locking leaves nothing
      bytesAt: (path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
    });
  } finally {
    source.close();
  }
}

async function copyTo(source: DatabaseSync, path: string): Promise<void> {
  try {
    await nodeSqlite().backup(source, path, { rate: PAGES_AT_ONCE });
    await syncFile(path);
  } catch (cause) {
    throw sqliteError(cause, "copy the store");
  } finally {
    rmSync(`${path}-journal`, { force: true }); // of a copy that failed
  }
}

/** 4 MiB, between which other work of the threads of Node has its turn. */
const PAGES_AT_ONCE = 1_024;

/** No connection of this process is open on the copy: its locks would go when the file is closed. */
async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
