import { type Batch, ByteMap, type Bytes, type Check, sameBytes, type Write } from "@airssys/backend";
import type { KeyIndex } from "./key-index.ts";

/** The state of a key after the commit. */
export interface PendingWrite {
  readonly key: Bytes;
  /** `undefined` if the key is deleted. */
  readonly value: Bytes | undefined;
}

/** The writes of batches that are not committed yet, over the store as it is. */
export class Pending {
  readonly #index: KeyIndex;
  readonly #read: (key: Bytes) => Bytes | undefined;
  readonly #writes = new ByteMap<PendingWrite>();

  constructor(index: KeyIndex, read: (key: Bytes) => Bytes | undefined) {
    this.#index = index;
    this.#read = read;
  }

  /** Applies a batch if its checks hold. Returns whether they did. */
  apply({ checks, writes }: Batch): boolean {
    if (!checks.every((check) => this.#holds(check))) return false;
    for (const write of writes) this.#apply(write);
    return true;
  }

  /** Returns what changes: without deletions of keys that are not there. */
  changes(): PendingWrite[] {
    return [...this.#writes.values()].filter(({ key, value }) => value !== undefined || this.#index.get(key));
  }

  #holds({ key, value }: Check): boolean {
    const pending = this.#writes.get(key);
    return sameBytes(pending === undefined ? this.#read(key) : pending.value, value);
  }

  #apply(write: Write): void {
    if (write.type === "put") this.#set(write.key, write.value);
    else if (write.type === "delete") this.#set(write.key, undefined);
    else this.#deleteRange(write.gte, write.lt);
  }

  #deleteRange(gte: Bytes, lt: Bytes): void {
    const pending = Array.from(this.#writes.values({ gte, lt }), ({ key }) => key);
    for (const key of [...this.#index.values({ gte, lt }), ...pending]) this.#set(key, undefined);
  }

  #set(key: Bytes, value: Bytes | undefined): void {
    this.#writes.set(key, { key, value });
  }
}
