import {
  type Backend,
  BackendError,
  type BackendStats,
  type Bytes,
  type Capabilities,
  type Entry,
  type Page,
  requireKey,
  requireLimit,
  type ScanRange,
  takePage,
} from "@airssys/backend";
import type { Transaction } from "lmdb";
import type { Environment } from "./environment.ts";
import { keyRange } from "./key-range.ts";
import { lmdbError } from "./lmdb-error.ts";
import { ownedBytes } from "./owned-bytes.ts";

/**
 * Opens a handle on the state of this moment, a read transaction of lmdb. While it is open, lmdb reuses no page that it
 * shows, so that the file grows with what others write.
 *
 * @param environment a use of the environment that the snapshot gives back when it is closed.
 */
export function openSnapshot(environment: Environment, capabilities: Capabilities): Backend<"sync"> {
  return new LmdbSnapshot(environment, capabilities);
}

class LmdbSnapshot implements Backend<"sync"> {
  readonly name = "lmdb";
  readonly mode = "sync";
  readonly capabilities: Capabilities;
  readonly #environment: Environment;
  #transaction: Transaction | undefined;

  constructor(environment: Environment, capabilities: Capabilities) {
    this.capabilities = capabilities;
    this.#environment = environment;
    this.#transaction = environment.data.useReadTransaction();
  }

  get(key: Bytes): Bytes | undefined {
    const transaction = this.#open();
    requireKey(key, this.capabilities.keyBytesMax);
    return attempt("read a key of a snapshot", () => {
      const value = this.#environment.data.get(key, { transaction });
      return value === undefined ? undefined : ownedBytes(value, value.length);
    });
  }

  getMany(keys: readonly Bytes[]): (Bytes | undefined)[] {
    this.#open();
    return keys.map((key) => this.get(key));
  }

  scan(range: ScanRange): Page {
    const transaction = this.#open();
    const limit = requireLimit(range);
    return attempt("read a range of a snapshot", () => takePage(this.#entries(range, limit + 1, transaction), limit));
  }

  commit(): never {
    this.#open();
    throw new BackendError("read-only", "a snapshot cannot be written");
  }

  commitAll(): never {
    return this.commit();
  }

  flush(): void {
    this.#open();
  }

  stats(): BackendStats {
    this.#open();
    return {};
  }

  close(): void {
    const transaction = this.#transaction;
    if (transaction === undefined) return;
    this.#transaction = undefined;
    if (!this.#environment.isGone()) transaction.done();
    this.#environment.release();
  }

  *#entries(range: ScanRange, limit: number, transaction: Transaction): Iterable<Entry> {
    const bounds = keyRange(range, this.capabilities.keyBytesMax);
    if (bounds === undefined) return;
    // What lmdb hands out are Buffers, whatever its types say of keys.
    for (const { key, value } of this.#environment.data.getRange({ ...bounds, limit, transaction })) {
      const owned = range.keysOnly === true ? NOTHING : ownedBytes(value, value.length);
      yield { key: ownedBytes(key as Buffer, key.length), value: owned };
    }
  }

  #open(): Transaction {
    if (this.#transaction === undefined) throw new BackendError("closed", "the snapshot is closed");
    if (this.#environment.isGone()) throw new BackendError("closed", "the snapshot is closed: the process is exiting");
    return this.#transaction;
  }
}

const NOTHING = new Uint8Array(0);

function attempt<T>(doing: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw lmdbError(cause, doing);
  }
}
