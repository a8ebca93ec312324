import { type Batch, ByteMap, type Bytes, type Check, sameBytes, type Write } from "@airssys/backend";
import type { Binding, Native } from "./binding.ts";
import { hasRoomForKeys } from "./key-range.ts";
import type { Reader } from "./reader.ts";

interface Change {
  readonly key: Bytes;
  /** `undefined`: the key is removed. */
  readonly value: Bytes | undefined;
}

/**
 * The changes that batches make to a state, before any of them is written. RocksDB takes them as one batch then: it has
 * no checks, and a range that it removes would not be of the same batch.
 */
export class Pending {
  readonly #stored: Reader;
  readonly #changes = new ByteMap<Change>();

  constructor(stored: Reader) {
    this.#stored = stored;
  }

  /** Adds a batch, if its checks hold after those before it. Returns whether they do. */
  add({ checks, writes }: Batch): boolean {
    if (!this.#hold(checks)) return false;
    for (const write of writes) this.#add(write);
    return true;
  }

  /** Whether there is nothing to write. */
  get isEmpty(): boolean {
    return this.#changes.size === 0;
  }

  /** Puts the changes into a batch of RocksDB, which copies them. Returns their size in bytes. */
  putInto(binding: Binding, batch: Native<"batch">): number {
    let bytes = 0;
    for (const { key, value } of this.#changes.values()) {
      if (value === undefined) binding.batch_del(batch, key, NO_OPTIONS);
      else binding.batch_put(batch, key, value, NO_OPTIONS);
      bytes += key.length + (value?.length ?? 0);
    }
    return bytes;
  }

  #hold(checks: readonly Check[]): boolean {
    if (checks.length === 0) return true;
    const stored = this.#stored.getMany(checks.map(({ key }) => key));
    return checks.every(({ key, value }, index) => {
      const change = this.#changes.get(key);
      return sameBytes(change === undefined ? stored[index] : change.value, value);
    });
  }

  #add(write: Write): void {
    if (write.type === "put") this.#changes.set(write.key, write);
    else if (write.type === "delete") this.#remove(write.key);
    else this.#removeRange(write.gte, write.lt);
  }

  #remove(key: Bytes): void {
    this.#changes.set(key, { key, value: undefined });
  }

  #removeRange(gte: Bytes, lt: Bytes): void {
    if (!hasRoomForKeys({ gte, lt })) return;
    for (const { key } of [...this.#changes.values({ gte, lt })]) this.#remove(key);
    const walk = { gte, lt, reverse: false, values: false, expected: KEYS_AT_ONCE };
    for (const { key } of this.#stored.entries(walk)) this.#remove(key);
  }
}

const NO_OPTIONS = {};
const KEYS_AT_ONCE = 1_000;
