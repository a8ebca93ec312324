import { statSync } from "node:fs";
import {
  type Backend,
  BackendError,
  type BackendStats,
  type BackupOptions,
  type BackupResult,
  type Batch,
  requireBatch,
} from "@airssys/backend";
import { hasRoom } from "@airssys/backend/node";
import { backUp } from "./backup.ts";
import type { Connection } from "./connection.ts";
import { KEY_BYTES_MAX } from "./entries.ts";
import { type OpenedStore, openSnapshot, openStoreFile } from "./open-store.ts";
import { requireSqliteOptions, type SqliteOptions } from "./options.ts";
import { Reader } from "./reader.ts";
import { SqliteSnapshot } from "./snapshot.ts";
import { attempt, isWriteError } from "./sqlite-error.ts";
import { requireInPlace } from "./store-files.ts";

/**
 * Opens a store in a file of SQLite, with the `node:sqlite` of Node. A commit is durable when it returns: the log that
 * holds it is on the disk, so it survives the end of the process and a power cut. With `synchronous: "normal"` it is
 * durable after the next `flush`.
 *
 * Several handles, threads and processes may use one file.
 *
 * @throws BackendError `unsupported` if Node has no SQLite that can be relied on or the file has several names,
 * `corrupt` if the file is damaged or of something else, `version` if it has another format, `read-only` if it may not
 * be written or a reader cannot take part in the locking, `busy` if others keep it locked, `io` if the file system
 * fails; TypeError and RangeError for options that are off.
 *
 * @example
 * ```ts
 * import { openSqlite } from "@airssys/backend-sqlite";
 *
 * const backend = openSqlite({ path: "./data.db" });
 * const write = { type: "put", key: Uint8Array.of(1), value: Uint8Array.of(2) } as const;
 * backend.commit({ checks: [], writes: [write] }); // true, on the disk
 * backend.close();
 * ```
 */
export function openSqlite(options: SqliteOptions): Backend<"sync"> {
  return new SqliteBackend(openStoreFile(requireSqliteOptions(options)));
}

class SqliteBackend extends Reader implements Backend<"sync"> {
  readonly #store: OpenedStore;
  #isClosed = false;
  /** Set when nobody can tell what the disk has. */
  #isBroken = false;

  constructor(store: OpenedStore) {
    const durable = store.options.synchronous === "full";
    super({ durable, multiProcess: true, keyBytesMax: KEY_BYTES_MAX });
    this.#store = store;
  }

  commit(batch: Batch): boolean {
    return this.commitAll([batch])[0] === true;
  }

  /** One transaction of SQLite, and so one wait for the disk, for all of them. */
  commitAll(batches: readonly Batch[]): boolean[] {
    const { entries } = this.connection();
    for (const batch of batches) requireBatch(batch, KEY_BYTES_MAX);
    if (this.#store.options.readOnly) throw new BackendError("read-only", "the store is open for reading alone");
    return this.#write(() => batches.map((batch) => entries.apply(batch)));
  }

  /** A commit that is synced takes along everything that the log holds. */
  flush(): void {
    const { database, entries } = this.connection();
    const { readOnly, synchronous } = this.#store.options;
    if (readOnly || synchronous === "full") return;
    attempt("flush", () => database.exec("PRAGMA synchronous = FULL"));
    try {
      this.#write(() => entries.touch());
    } finally {
      attempt("flush", () => database.exec("PRAGMA synchronous = NORMAL"));
    }
  }

  stats(): BackendStats {
    this.connection();
    const { real } = this.#store.files;
    const bytesOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    return attempt("read its statistics", () => ({ bytesOnDisk: bytesOf(real) + bytesOf(`${real}-wal`) }));
  }

  snapshot(): Backend<"sync"> {
    this.connection();
    return attempt("begin a snapshot", () => new SqliteSnapshot(openSnapshot(this.#store), this.capabilities));
  }

  async backup(options: BackupOptions): Promise<BackupResult> {
    this.connection();
    const source = attempt("begin a backup", () => openSnapshot(this.#store));
    return await backUp(source.database, options, (path) => openSqlite({ path, readOnly: true, nobodyWrites: true }));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    attempt("close", () => this.#store.connection.database.close());
  }

  protected override connection(): Connection {
    if (this.#isClosed) throw new BackendError("closed", "the sqlite backend is closed");
    if (this.#isBroken)
      throw new BackendError(
        "io",
        "a commit of unknown outcome came before; close every handle, and open the store again",
      );
    const { connection } = this.#store;
    // Of a call that ended without stack enough to roll back.
    if (connection.database.isTransaction) attempt("roll back", () => connection.database.exec("ROLLBACK"));
    return connection;
  }

  protected override atOneInstant<T>({ entries }: Connection, read: () => T): T {
    entries.run("BEGIN");
    try {
      return read();
    } finally {
      entries.run("COMMIT");
    }
  }

  /** With the lock of the writer, what a check reads is the newest state and stays so until the end. */
  #write<T>(act: () => T): T {
    const { connection, files } = this.#store;
    const { database, entries } = connection;
    attempt("begin a commit", () => entries.run("BEGIN IMMEDIATE"));
    try {
      const answer = attempt("write", act);
      attempt("look after its files", () => requireInPlace(files), "not-committed");
      attempt("commit", () => entries.run("COMMIT"), "unknown");
      return answer;
    } catch (error) {
      throw this.#failed(error);
    } finally {
      if (database.isTransaction) attempt("roll back", () => entries.run("ROLLBACK"));
    }
  }

  #failed(error: unknown): unknown {
    if (isWriteError(error) && !hasRoom(`${this.#store.files.real}-wal`))
      // What could not be written is the log, and without the end of its commit it does not count.
      return new BackendError("full", "failed to commit: no space is left", { cause: error });
    this.#isBroken = error instanceof BackendError && error.outcome === "unknown";
    return error;
  }
}
