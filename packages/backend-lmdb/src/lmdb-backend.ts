import { statSync } from "node:fs";
import { join } from "node:path";
import {
  type Backend,
  BackendError,
  type BackendStats,
  type BackupOptions,
  type BackupResult,
  type Batch,
  type Bytes,
  type Check,
  type KeyBounds,
  type KeyCount,
  PAGE_ENTRIES_MAX,
  type Page,
  requireBatch,
  requireKey,
  type ScanRange,
  sameBytes,
  type Write,
} from "@airssys/backend";
import { hasRoom } from "@airssys/backend/node";
import { backUp } from "./backup.ts";
import { countKeys } from "./count-keys.ts";
import { type Environment, openEnvironment } from "./environment.ts";
import { KEY_BYTES_MAX, keyRange } from "./key-range.ts";
import { isInputOutputError, lmdbError } from "./lmdb-error.ts";
import { type LmdbOptions, requireLmdbOptions } from "./options.ts";
import { ownedBytes } from "./owned-bytes.ts";
import { scanPage } from "./scan-page.ts";
import { openSnapshot } from "./snapshot.ts";

/**
 * Opens a store in an LMDB environment. A commit is durable when it returns: the pages and the meta page that points to
 * them are on the disk (`fdatasync`, then a synchronous write), so it survives the end of the process and a power cut.
 *
 * Several handles, threads and processes may use one folder; within a thread they share one environment.
 * A thread that writes must not be terminated: it would take the writers' lock with it.
 *
 * @throws BackendError `options` if the folder is open with other options, `corrupt` if it holds something else,
 * `readers-full` if no further reader has room, `read-only` if the file system refuses or a reader may not write
 * `lock.mdb`, `moved` if the data file was replaced while it was open, `io` if the file system fails; TypeError and
 * RangeError for options that are off; Error if Node is too old.
 *
 * @example
 * ```ts
 * import { openLmdb } from "@airssys/backend-lmdb";
 *
 * const backend = openLmdb({ path: "./data" });
 * const write = { type: "put", key: Uint8Array.of(1), value: Uint8Array.of(2) } as const;
 * backend.commit({ checks: [], writes: [write] }); // true, on the disk
 * backend.close();
 * ```
 */
export function openLmdb(options: LmdbOptions): Backend<"sync"> {
  requireNode();
  return new LmdbBackend(openEnvironment(requireLmdbOptions(options)));
}

/** Older ones read lmdb's buffers wrongly, which would look like a damaged disk. */
function requireNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return;
  throw new Error(`@airssys/backend-lmdb needs Node 22.13 or newer, this is ${process.versions.node}`);
}

class LmdbBackend implements Backend<"sync"> {
  readonly name = "lmdb";
  readonly mode = "sync";
  readonly capabilities = { durable: true, multiProcess: true, keyBytesMax: KEY_BYTES_MAX };
  #environment: Environment | undefined;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  get(key: Bytes): Bytes | undefined {
    const { data } = this.#open();
    requireKey(key, KEY_BYTES_MAX);
    try {
      return read(data, key);
    } catch (cause) {
      throw lmdbError(cause, "read a key");
    }
  }

  getMany(keys: readonly Bytes[]): (Bytes | undefined)[] {
    this.#open();
    return keys.map((key) => this.get(key));
  }

  scan(range: ScanRange): Page {
    const environment = this.#open();
    return attempt("read a range", () => scanPage(environment, range));
  }

  count(range: KeyBounds): KeyCount {
    const { data } = this.#open();
    return attempt("count the keys of a range", () => countKeys(data, range));
  }

  commit(batch: Batch): boolean {
    return this.commitAll([batch])[0] === true;
  }

  /** One transaction of lmdb, and so one wait for the disk, for all of them. */
  commitAll(batches: readonly Batch[]): boolean[] {
    const environment = this.#open();
    const { root, data, folder, readOnly } = environment;
    for (const batch of batches) requireBatch(batch, KEY_BYTES_MAX);
    if (readOnly) throw new BackendError("read-only", "the lmdb backend was opened with readOnly");
    let isDecided = false;
    try {
      // The block returns plain values: given a promise, lmdb would keep the transaction open after transactionSync
      // returned.
      return root.transactionSync(() => {
        environment.requireInPlace();
        const answers = batches.map((batch) => applyIfHeld(data, batch));
        isDecided = true;
        return answers;
      });
    } catch (cause) {
      if (isInputOutputError(cause) && !hasRoom(join(folder, "data.mdb"))) {
        // lmdb writes the pages before the one that makes them count, and only the pages need room.
        throw new BackendError("full", "lmdb failed to commit: no space is left", { cause, outcome: "not-committed" });
      }
      // What fails inside the block is rolled back. What fails after it may have reached the disk.
      throw lmdbError(cause, "commit", isDecided ? undefined : "not-committed");
    }
  }

  flush(): void {
    this.#open();
  }

  stats(): BackendStats {
    const { data, folder } = this.#open();
    return attempt("read its statistics", () => ({
      entries: (data.getStats() as { entryCount: number }).entryCount, // its types leave the figures out
      bytesOnDisk: statSync(join(folder, "data.mdb")).size,
    }));
  }

  snapshot(): Backend<"sync"> {
    const environment = this.#open().useAgain();
    return attempt("begin a snapshot", () => {
      try {
        return openSnapshot(environment, this.capabilities);
      } catch (cause) {
        environment.release();
        throw cause;
      }
    });
  }

  backup(options: BackupOptions): Promise<BackupResult> {
    const environment = this.#open().useAgain();
    return backUp(environment, options, (path) => openLmdb({ path, readOnly: true }));
  }

  close(): void {
    this.#environment?.release();
    this.#environment = undefined;
  }

  #open(): Environment {
    if (this.#environment === undefined) throw new BackendError("closed", "the lmdb backend is closed");
    if (this.#environment.isGone())
      throw new BackendError("closed", "the lmdb backend is closed: the process is exiting");
    return this.#environment;
  }
}

type Data = Environment["data"];

function read(data: Data, key: Bytes): Bytes | undefined {
  const scratch = data.getBinaryFast(key);
  return scratch === undefined ? undefined : ownedBytes(scratch, 0, scratch.length);
}

function applyIfHeld(data: Data, { checks, writes }: Batch): boolean {
  const isHeld = checks.every((check) => holds(data, check));
  if (isHeld) for (const write of writes) apply(data, write);
  return isHeld;
}

function holds(data: Data, check: Check): boolean {
  return sameBytes(read(data, check.key), check.value);
}

function apply(data: Data, write: Write): void {
  if (write.type === "put") data.putSync(write.key, write.value as Buffer);
  else if (write.type === "delete") data.removeSync(write.key);
  else removeRange(data, write.gte, write.lt);
}

/** Collects keys before it removes them, some at a time: a cursor must not walk what is being removed. */
function removeRange(data: Data, gte: Bytes, lt: Bytes): void {
  const range = keyRange({ gte, lt });
  if (range === undefined) return;
  for (;;) {
    const keys = [...data.getKeys({ ...range, limit: PAGE_ENTRIES_MAX })];
    for (const key of keys) data.removeSync(key);
    if (keys.length < PAGE_ENTRIES_MAX) return;
  }
}

function attempt<T>(doing: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw lmdbError(cause, doing);
  }
}
