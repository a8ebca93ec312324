import { resolve } from "node:path";
import {
  type Backend,
  BackendError,
  type BackendStats,
  type BackupOptions,
  type BackupResult,
  type Batch,
  requireBatch,
} from "@airssys/backend";
import { backUp } from "./backup.ts";
import { folderBytes } from "./folder-bytes.ts";
import { KEY_BYTES_MAX } from "./key-range.ts";
import { type RocksdbOptions, requireRocksdbOptions } from "./options.ts";
import type { Reader } from "./reader.ts";
import { attempt, ReadingHandle } from "./reading-handle.ts";
import { type SharedDatabase, useDatabase } from "./shared-databases.ts";
import { SnapshotHandle } from "./snapshot-handle.ts";

/** A store in RocksDB. */
export interface RocksdbBackend extends Backend<"sync"> {
  /**
   * Closes this handle at once. The promise settles when the folder is given back, which the last handle of the store
   * does: until then other processes are refused, while `openRocksdb` in this one waits by itself. It never rejects.
   */
  close(): Promise<void>;
  snapshot(): Backend<"sync">;
  backup(options: BackupOptions): Promise<BackupResult>;
}

/**
 * Opens a store in RocksDB, and creates it if it is missing. A commit is on the disk when it returns, unless
 * `durable: false` says otherwise. Needs the package `@nxtedition/rocksdb` beside this one.
 *
 * The handles of one thread share the store; other threads and processes are refused while one of them is open.
 *
 * @throws BackendError `in-use` if another process or thread has the store open, `options` if this one has, with other
 * options, `unsupported` if the binding is not installed or not made for this machine, `corrupt` if the folder is
 * damaged or holds something else, `version` if its format is another one, `read-only` if the file system refuses,
 * `full` if no space is left, `io` if the file system fails; TypeError and RangeError for options that are off.
 *
 * @example
 * ```ts
 * import { openRocksdb } from "@airssys/backend-rocksdb";
 *
 * const backend = await openRocksdb({ path: "./data" });
 * const write = { type: "put", key: Uint8Array.of(1), value: Uint8Array.of(2) } as const;
 * backend.commit({ checks: [], writes: [write] }); // true, on the disk
 * await backend.close();
 * ```
 */
export async function openRocksdb(options: RocksdbOptions): Promise<RocksdbBackend> {
  const required = requireRocksdbOptions(options);
  const path = resolve(required.path);
  return new RocksdbHandle(await useDatabase({ ...required, path }), { ...required, path });
}

class RocksdbHandle extends ReadingHandle implements RocksdbBackend {
  readonly #options: Required<RocksdbOptions>;
  readonly #use: SharedDatabase;
  #closed: Promise<void> | undefined;

  constructor(use: SharedDatabase, options: Required<RocksdbOptions>) {
    super(options.durable);
    this.#options = options;
    this.#use = use;
  }

  commit(batch: Batch): boolean {
    return this.commitAll([batch])[0] === true;
  }

  /** One batch of RocksDB, and so one wait for the disk, for all of them. */
  commitAll(batches: readonly Batch[]): boolean[] {
    const { database } = this.#open();
    for (const batch of batches) requireBatch(batch, KEY_BYTES_MAX);
    if (this.#options.readOnly) throw new BackendError("read-only", "the store was opened with readOnly");
    database.requireSound();
    return attempt("commit", () => {
      database.requireInPlace(this.#options.path);
      return database.commit(batches);
    });
  }

  flush(): void {
    const { database } = this.#open();
    if (this.#options.durable || this.#options.readOnly) return;
    database.requireSound();
    attempt("flush", () => {
      database.requireInPlace(this.#options.path);
      database.sync();
    });
  }

  stats(): BackendStats {
    const { database } = this.#open();
    return attempt("read its statistics", () => ({ bytesOnDisk: folderBytes(database.folder) }));
  }

  snapshot(): Backend<"sync"> {
    const use = this.#open().useAgain();
    return attempt("begin a snapshot", () => {
      try {
        return new SnapshotHandle(use);
      } catch (cause) {
        void use.release();
        throw cause;
      }
    });
  }

  backup(options: BackupOptions): Promise<BackupResult> {
    return backUp(this.#open().useAgain(), options, openRocksdb);
  }

  close(): Promise<void> {
    this.#closed ??= this.#use.release();
    return this.#closed;
  }

  protected reader(): Reader {
    return this.#open().database;
  }

  #open(): SharedDatabase {
    if (this.#closed !== undefined) throw new BackendError("closed", "the rocksdb backend is closed");
    return this.#use;
  }
}
