import { type ByteString, type Bytes, byteString, compareByteStrings } from "@airssys/backend";
import sortedBTree from "sorted-btree";
import type { StoredKey } from "./stored-key.ts";

/** What a transaction wants of one key: a value, or `undefined` to have it gone. */
export interface Pending {
  readonly key: StoredKey;
  readonly value: Bytes | undefined;
}

/** The writes of one transaction that are not committed yet, in the order of keys, over a namespace or over an emptied one. */
export class Overlay {
  #pending: PendingTree = emptyTree();
  #isCleared = false;

  /** Whether every key that the namespace has committed is to go. */
  get isCleared(): boolean {
    return this.#isCleared;
  }

  get isEmpty(): boolean {
    return this.#pending.isEmpty && !this.#isCleared;
  }

  /** What is pending for a key; `undefined` if nothing is and the committed state decides. */
  get(key: StoredKey): Pending | undefined {
    if (this.#pending.isEmpty) return undefined;
    return this.#pending.get(byteString(key));
  }

  put(pending: Pending): void {
    this.#pending.set(byteString(pending.key), pending);
  }

  clear(): void {
    this.#pending = emptyTree();
    this.#isCleared = true;
  }

  /** Pending writes in the order of keys, from `gte` on and before `lt`. */
  *range(gte: Bytes, lt: Bytes | undefined): Iterable<Pending> {
    const end = lt && byteString(lt);
    for (const [key, pending] of this.#pending.entries(byteString(gte))) {
      if (end !== undefined && key >= end) return;
      yield pending;
    }
  }

  all(): Iterable<Pending> {
    return this.#pending.values();
  }
}

type PendingTree = InstanceType<typeof sortedBTree.default<ByteString, Pending>>;

function emptyTree(): PendingTree {
  return new sortedBTree.default<ByteString, Pending>(undefined, compareByteStrings);
}
