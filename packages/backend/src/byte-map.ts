import { BTree } from "./b-tree.ts";
import type { Bytes } from "./backend.ts";
import { type ByteString, byteString, compareByteStrings } from "./byte-string.ts";

/** A range of keys of a {@link ByteMap}, and the direction of the walk. A missing bound does not limit the range. */
export interface ByteMapRange {
  /** Inclusive lower bound. */
  readonly gte?: Bytes | undefined;
  /** Exclusive upper bound. */
  readonly lt?: Bytes | undefined;
  /** Whether to walk from the last key to the first. Default `false`. */
  readonly reverse?: boolean | undefined;
}

/**
 * A sorted map in memory from bytes to values. Copies keys, so the caller may change them afterwards. Does not return
 * keys: a caller that needs them stores them in the values.
 *
 * @example
 * ```ts
 * import { ByteMap } from "@airssys/backend";
 *
 * const map = new ByteMap<string>();
 * map.set(Uint8Array.of(2), "two");
 * map.set(Uint8Array.of(1), "one");
 * [...map.values()]; // ["one", "two"]
 * ```
 */
export class ByteMap<V> {
  readonly #tree: Tree<V>;

  constructor(tree: Tree<V> = new BTree<ByteString, V>(undefined, compareByteStrings)) {
    this.#tree = tree;
  }

  /** Number of keys. */
  get size(): number {
    return this.#tree.size;
  }

  /** Returns the value of a key; `undefined` if it is absent. */
  get(key: Bytes): V | undefined {
    return this.#tree.size === 0 ? undefined : this.#tree.get(byteString(key));
  }

  /** Sets the value of a key. */
  set(key: Bytes, value: V): void {
    this.#tree.set(byteString(key), value);
  }

  /** Removes a key. */
  delete(key: Bytes): void {
    this.#tree.delete(byteString(key));
  }

  /** Removes the keys from `gte` (inclusive) to `lt` (exclusive). */
  deleteRange(gte: Bytes, lt: Bytes): void {
    this.#tree.deleteRange(byteString(gte), byteString(lt), false);
  }

  /** Removes every key. */
  clear(): void {
    this.#tree.clear();
  }

  /** Yields the values of a range, in the order of its keys or in reverse. */
  *values({ gte, lt, reverse = false }: ByteMapRange = {}): Iterable<V> {
    const [low, high] = [gte && byteString(gte), lt && byteString(lt)];
    const walk = reverse ? this.#tree.entriesReversed(high, undefined, true) : this.#tree.entries(low);
    for (const [key, value] of walk) {
      if (reverse ? low !== undefined && key < low : high !== undefined && key >= high) return;
      yield value;
    }
  }

  /**
   * Returns an independent copy. Copy on write: the two share memory until one of them changes, so copying is cheap.
   */
  copy(): ByteMap<V> {
    return new ByteMap(this.#tree.clone());
  }
}

type Tree<V> = InstanceType<typeof BTree<ByteString, V>>;
