import { existsSync } from "node:fs";
import type { Backend, BackupOptions, BackupResult, Write } from "@airssys/backend";
import { syncNames, writeBackup } from "@airssys/backend/node";
import type { NativeRows } from "./binding.ts";
import { folderBytes } from "./folder-bytes.ts";
import type { RocksdbOptions } from "./options.ts";
import { plainBytes } from "./reader.ts";
import { rocksdbError } from "./rocksdb-error.ts";
import type { SharedDatabase } from "./shared-databases.ts";
import { Snapshot } from "./snapshot.ts";

/** Opens a store, whose `close` can be waited for. */
type Open = (options: RocksdbOptions) => Promise<Backend<"sync">>;

/**
 * Copies a store while it is used: what a snapshot shows is written into a new store, which has neither removed entries
 * nor old values. The binding has no checkpoints, which would link the files instead.
 *
 * @param use a use of the database, which is given back.
 */
export async function backUp(use: SharedDatabase, options: BackupOptions, open: Open): Promise<BackupResult> {
  const { folder, settings } = use.database;
  const bytesMax = folderBytes(folder);
  try {
    return await writeBackup(options, {
      bytesMax,
      write: (path) => copy(use, () => open({ ...settings, path, durable: false })),
      open: (path) => open({ ...settings, path, readOnly: true }),
      tidy: (path) => syncNames({ path }),
      bytesAt: (path) => (existsSync(path) ? Math.min(folderBytes(path), bytesMax) : 0),
    });
  } finally {
    await use.release();
  }
}

async function copy(use: SharedDatabase, open: () => ReturnType<Open>): Promise<void> {
  const snapshot = new Snapshot(use.database);
  try {
    const target = await open();
    try {
      for await (const writes of slicesOf(use, snapshot)) target.commit({ checks: [], writes });
      target.flush();
    } finally {
      await target.close();
    }
  } finally {
    snapshot.close();
  }
}

/** Reads in a thread of the binding, so that others of this one are served meanwhile. */
async function* slicesOf({ database: { binding } }: SharedDatabase, snapshot: Snapshot): AsyncIterable<Write[]> {
  const iterator = snapshot.iterator({ reverse: false, values: true });
  for (;;) {
    const { rows, finished } = await new Promise<NativeRows>((resolve, reject) =>
      binding.iterator_nextv(iterator, ENTRIES_AT_ONCE, (error, found) =>
        error ? reject(rocksdbError(error, "copy the store")) : resolve(found),
      ),
    );
    if (rows.length > 0) yield writesOf(rows);
    if (finished) return;
  }
}

function writesOf(rows: NativeRows["rows"]): Write[] {
  const writes: Write[] = [];
  for (let index = 0; index < rows.length; index += 2)
    writes.push({ type: "put", key: plainBytes(rows[index]), value: plainBytes(rows[index + 1]) });
  return writes;
}

/** Fewer if their bytes reach those of a page. */
const ENTRIES_AT_ONCE = 1_000;
