import {
  type Backend,
  BackendError,
  type BackendStats,
  type Bytes,
  type Capabilities,
  type KeyBounds,
  type KeyCount,
  type Page,
  requireKey,
  type ScanRange,
} from "@airssys/backend";
import type { GetOptions, Transaction } from "lmdb";
import { countKeys } from "./count-keys.ts";
import type { Environment } from "./environment.ts";
import { lmdbError } from "./lmdb-error.ts";
import { ownedBytes } from "./owned-bytes.ts";
import { scanPage } from "./scan-page.ts";

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
      // lmdb's types leave the options of this method out.
      const data = this.#environment.data as { getBinaryFast(key: Bytes, options: GetOptions): Buffer | undefined };
      const scratch = data.getBinaryFast(key, { transaction });
      return scratch === undefined ? undefined : ownedBytes(scratch, 0, scratch.length);
    });
  }

  getMany(keys: readonly Bytes[]): (Bytes | undefined)[] {
    this.#open();
    return keys.map((key) => this.get(key));
  }

  scan(range: ScanRange): Page {
    const transaction = this.#open();
    return attempt("read a range of a snapshot", () => scanPage(this.#environment, range, transaction));
  }

  count(range: KeyBounds): KeyCount {
    const transaction = this.#open();
    return attempt("count the keys of a snapshot", () => countKeys(this.#environment.data, range, transaction));
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

  #open(): Transaction {
    if (this.#transaction === undefined) throw new BackendError("closed", "the snapshot is closed");
    if (this.#environment.isGone()) throw new BackendError("closed", "the snapshot is closed: the process is exiting");
    return this.#transaction;
  }
}

function attempt<T>(doing: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw lmdbError(cause, doing);
  }
}
