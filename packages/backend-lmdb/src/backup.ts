import { mkdirSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Backend, BackupOptions, BackupResult } from "@airssys/backend";
import { syncNames, writeBackup } from "@airssys/backend/node";
import type { Environment } from "./environment.ts";
import { lmdbError } from "./lmdb-error.ts";

/**
 * Copies a store while it is used: lmdb writes what one read transaction sees, without free pages, in a thread of its
 * own.
 *
 * @param environment a use of the environment, which is given back.
 * @param openCopy opens the copy for reading.
 * @throws as `writeBackup`.
 */
export async function backUp(
  environment: Environment,
  options: BackupOptions,
  openCopy: (path: string) => Backend,
): Promise<BackupResult> {
  const bytesAt = (path: string) => statSync(join(path, DATA_FILE), { throwIfNoEntry: false })?.size ?? 0;
  try {
    return await writeBackup(options, {
      bytesMax: bytesAt(environment.folder),
      write: (path) => copyTo(environment, path),
      open: openCopy,
      tidy(path) {
        rmSync(join(path, "lock.mdb"), { force: true }); // made by opening it; it says nothing about the data
        syncNames({ path });
      },
      bytesAt,
    });
  } finally {
    environment.release();
  }
}

async function copyTo(environment: Environment, folder: string): Promise<void> {
  try {
    mkdirSync(folder);
    await environment.root.backup(folder, true); // lmdb names the file itself
    await syncFile(join(folder, DATA_FILE));
  } catch (cause) {
    throw lmdbError(cause, "copy the store");
  }
}

const DATA_FILE = "data.mdb";

/** In a thread of its own, unlike the other calls here: what was copied may take the disk a second. */
async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
