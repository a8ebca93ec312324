import {
  type Backend,
  BackendError,
  type BackendStats,
  type Batch,
  type Bytes,
  COUNT_KEYS_MAX,
  type Entry,
  type KeyBounds,
  type KeyCount,
  type Page,
  requireBatch,
  requireKey,
  requireLimit,
  requireValueBytesMax,
  type ScanRange,
  takePage,
} from "@airssys/backend";
import { KEY_BYTES_MAX } from "./file-names.ts";
import { attempt } from "./files-error.ts";
import { type OpenedStore, openStoreFolder } from "./open-store.ts";
import { type FilesOptions, requireFilesOptions } from "./options.ts";
import { Pending } from "./pending.ts";
import { readValue } from "./read-value.ts";
import { writeChanges } from "./write-changes.ts";

/**
 * Opens a store in a folder, with a file for each value. A commit is durable when it returns, and of several values it
 * is whole or not at all, whatever ends the process. One process at a time has the store open for writing.
 *
 * @throws BackendError `in-use` if it is open elsewhere, `corrupt` if the folder holds something else or a file whose
 * name no key has, `version` if it has another format, `read-only` if it may not be written or a reader finds a commit
 * to complete, `invalid` if its path is too long, `unsupported` where Node cannot lock or sync files, `io` if the file
 * system fails; TypeError for options that are off.
 *
 * @example
 * ```ts
 * import { openFiles } from "@airssys/backend-files";
 *
 * const backend = openFiles({ path: "./data" });
 * const write = { type: "put", key: Uint8Array.of(97), value: Uint8Array.of(49) } as const;
 * backend.commit({ checks: [], writes: [write] }); // true, and data/values/a.value holds "1"
 * backend.close();
 * ```
 */
export function openFiles(options: FilesOptions): Backend<"sync"> {
  return new FilesBackend(openStoreFolder(requireFilesOptions(options)));
}

class FilesBackend implements Backend<"sync"> {
  readonly name = "files";
  readonly mode = "sync";
  readonly capabilities = { durable: true, multiProcess: false, keyBytesMax: KEY_BYTES_MAX };
  readonly #store: OpenedStore;
  #isClosed = false;
  /** Set when a commit may have happened, and has to be completed by whoever opens the store next. */
  #isBroken = false;

  constructor(store: OpenedStore) {
    this.#store = store;
  }

  get(key: Bytes): Bytes | undefined {
    this.#requireOpen();
    requireKey(key, KEY_BYTES_MAX);
    return attempt("read a value", () => this.#read(key));
  }

  getMany(keys: readonly Bytes[]): (Bytes | undefined)[] {
    this.#requireOpen();
    return keys.map((key) => this.get(key));
  }

  scan(range: ScanRange): Page {
    this.#requireOpen();
    const limit = requireLimit(range);
    const valueBytesMax = requireValueBytesMax(range);
    return attempt("read a range", () => takePage(this.#entries(range, valueBytesMax), limit));
  }

  count({ gte, lt }: KeyBounds): KeyCount {
    this.#requireOpen();
    let keys = 0;
    for (const key of this.#store.index.values({ gte, lt })) {
      if (keys === COUNT_KEYS_MAX) return { keys, next: new Uint8Array(key) };
      keys++;
    }
    return { keys, next: undefined };
  }

  commit(batch: Batch): boolean {
    return this.commitAll([batch])[0] === true;
  }

  commitAll(batches: readonly Batch[]): boolean[] {
    this.#requireOpen();
    for (const batch of batches) requireBatch(batch, KEY_BYTES_MAX);
    if (this.#store.readOnly) throw new BackendError("read-only", "the store is open for reading alone");
    attempt("look for the store", () => this.#store.requireInPlace());
    const pending = new Pending(this.#store.index, (key) => this.#read(key));
    const answers = attempt("judge a commit", () => batches.map((batch) => pending.apply(batch)));
    this.#write(pending);
    return answers;
  }

  flush(): void {
    this.#requireOpen();
  }

  stats(): BackendStats {
    this.#requireOpen();
    return { entries: this.#store.index.size };
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    attempt("close", () => this.#store.release());
  }

  #write(pending: Pending): void {
    const { places, index } = this.#store;
    const changes = pending.changes();
    if (changes.length === 0) return;
    try {
      writeChanges(places, changes);
    } catch (error) {
      this.#isBroken = !(error instanceof BackendError) || error.outcome === "unknown";
      throw error;
    }
    for (const { key, value } of changes) {
      if (value === undefined) index.delete(key);
      else index.set(key, new Uint8Array(key));
    }
  }

  #read(key: Bytes): Bytes | undefined {
    const { index, places } = this.#store;
    return index.get(key) && readValue(places.values, key);
  }

  *#entries(range: ScanRange, valueBytesMax: number): Iterable<Entry> {
    const { index, places } = this.#store;
    for (const key of index.values(range))
      yield { key: new Uint8Array(key), value: readValue(places.values, key, valueBytesMax) };
  }

  #requireOpen(): void {
    if (this.#isClosed) throw new BackendError("closed", "the files backend is closed");
    if (this.#isBroken)
      throw new BackendError("io", "a commit of unknown outcome came before; close the store, and open it again");
  }
}
