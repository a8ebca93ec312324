import { join } from "node:path";
import { BackendError, type Batch, type Bytes, type Entry } from "@airssys/backend";
import { identifyFile } from "@airssys/backend/node";
import type { Binding, Native } from "./binding.ts";
import { boundsOf } from "./key-range.ts";
import { Pending } from "./pending.ts";
import { iteratorOptions, plainBytes, type Reader, takeEntries, type Walk } from "./reader.ts";
import { rocksdbError } from "./rocksdb-error.ts";
import { Room } from "./room.ts";
import type { Settings } from "./settings.ts";

/** File of RocksDB that is never replaced while a store is open, and so stands for it. */
const LOCK_FILE = "LOCK";

/** An open database of RocksDB, for all handles of this thread. */
export class Database implements Reader {
  readonly binding: Binding;
  readonly folder: string;
  readonly settings: Settings;
  readonly #native: Native<"database">;
  readonly #batch: Native<"batch">;
  readonly #lock: string | undefined;
  readonly #room: Room;
  /** The error after which RocksDB takes no more commits. */
  #failure: BackendError | undefined;

  constructor(binding: Binding, native: Native<"database">, folder: string, settings: Settings) {
    this.binding = binding;
    this.folder = folder;
    this.settings = settings;
    this.#native = native;
    this.#batch = binding.batch_init();
    this.#lock = identifyFile(join(folder, LOCK_FILE));
    this.#room = new Room(folder, settings.writeBufferBytes);
  }

  getMany(keys: readonly Bytes[]): (Bytes | undefined)[] {
    return this.binding.db_get_many_sync(this.#native, keys, VALUES_AS_BYTES).map((value) => {
      if (value === null) throw new BackendError("io", "RocksDB read only some of the keys: their values are too long");
      return value && plainBytes(value);
    });
  }

  *entries(walk: Walk): Iterable<Entry> {
    const iterator = this.iterator(walk);
    try {
      yield* takeEntries(this.binding, iterator, walk.expected);
    } finally {
      this.binding.iterator_close(iterator);
    }
  }

  /** Begins an iterator over the state of this moment. It has to be closed. */
  iterator({ reverse, values, ...bounds }: Omit<Walk, "expected">): Native<"iterator"> {
    return this.binding.iterator_init(this.#native, iteratorOptions({ ...boundsOf(bounds), reverse, values }));
  }

  /** Commits several batches as one. Returns for each whether its checks held. */
  commit(batches: readonly Batch[]): boolean[] {
    const pending = new Pending(this);
    const answers = batches.map((batch) => pending.add(batch));
    if (pending.isEmpty) return answers;
    try {
      this.#room.require(pending.putInto(this.binding, this.#batch));
      this.#write(this.settings.durable);
    } finally {
      this.binding.batch_clear(this.#batch); // a new one for each commit would stay until the memory is tidied up
    }
    return answers;
  }

  /** Puts all commits on the disk. */
  sync(): void {
    this.#write(true);
  }

  /** @throws BackendError `moved` if the files at a path are not those of this database. */
  requireInPlace(path: string): void {
    if (this.#lock !== undefined && identifyFile(join(path, LOCK_FILE)) === this.#lock) return;
    throw new BackendError(
      "moved",
      `the store that was opened as ${path} is no longer there: its files were moved, replaced or removed. ` +
        "Close every handle, then open it again",
    );
  }

  /** @throws BackendError `io` once a write has failed. */
  requireSound(): void {
    if (this.#failure === undefined) return;
    const [message, cause] = [this.#failure.message, this.#failure];
    throw new BackendError(
      "io",
      `an earlier commit failed; close every handle, then open the store again: ${message}`,
      {
        cause,
        outcome: "not-committed",
      },
    );
  }

  /** Closes the database, in a thread of RocksDB. Nothing may use it any more. */
  close(): Promise<void> {
    // What it says now was said by the commit that failed; what was acknowledged is on the disk.
    return new Promise((resolve) => this.binding.db_close(this.#native, () => resolve()));
  }

  #write(sync: boolean): void {
    try {
      this.binding.batch_write(this.#native, this.#batch, { sync });
    } catch (cause) {
      this.#failure = rocksdbError(cause, "commit");
      throw this.#failure;
    }
  }
}

const VALUES_AS_BYTES = { valueEncoding: "buffer" };
