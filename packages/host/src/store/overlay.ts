import { type ByteString, type Bytes, byteString, compareByteStrings } from "@airssys/backend";
import sortedBTree from "sorted-btree";
import type { StoredRange } from "./key-range.ts";
import type { StoredKey } from "./stored-key.ts";

/** What a transaction wants of one key. */
export interface Pending {
  readonly key: StoredKey;
  /** The new value, or `undefined` to have the key gone. */
  readonly value: Bytes | undefined;
  /** When the new value expires, or `NEVER`. */
  readonly expiresAt: number;
  /** When the stored entry that this replaces expires, or `NEVER`: its place in the expiry index has to go. */
  readonly replacesExpiresAt: number;
}

/** The writes of one transaction that are not committed yet, in the order of keys, over a namespace or over an emptied one. */
export class Overlay {
  #pending: PendingTree;
  #isCleared: boolean;

  constructor(pending = emptyTree(), isCleared = false) {
    this.#pending = pending;
    this.#isCleared = isCleared;
  }

  /** Whether everything that the namespace has committed is to go. */
  get isCleared(): boolean {
    return this.#isCleared;
  }

  get isEmpty(): boolean {
    return this.#pending.isEmpty && !this.#isCleared;
  }

  /** What is pending for a key; `undefined` if nothing is and the committed state decides. */
  get(key: StoredKey): Pending | undefined {
    return this.#pending.isEmpty ? undefined : this.#pending.get(byteString(key));
  }

  put(pending: Pending): void {
    this.#pending.set(byteString(pending.key), pending);
  }

  clear(): void {
    this.#pending = emptyTree();
    this.#isCleared = true;
  }

  /** Pending writes of a range in the order of keys, or against it. */
  *range({ gte, lt }: StoredRange, reverse: boolean): Iterable<Pending> {
    if (this.#pending.isEmpty) return;
    const [low, high] = [byteString(gte), byteString(lt)];
    const walk = reverse ? this.#pending.entriesReversed(high, undefined, true) : this.#pending.entries(low);
    for (const [key, pending] of walk) {
      if (reverse ? key < low : key >= high) return;
      yield pending;
    }
  }

  all(): Iterable<Pending> {
    return this.#pending.values();
  }

  /** A copy that changes on its own. It shares what neither changes, so that a savepoint costs nothing however much is pending. */
  copy(): Overlay {
    return new Overlay(this.#pending.clone(), this.#isCleared);
  }
}

type PendingTree = InstanceType<typeof sortedBTree.default<ByteString, Pending>>;

function emptyTree(): PendingTree {
  return new sortedBTree.default<ByteString, Pending>(undefined, compareByteStrings);
}
