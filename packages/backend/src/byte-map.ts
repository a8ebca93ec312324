import { BTree } from "./b-tree.ts";
import type { Bytes } from "./backend.ts";
import { type ByteString, byteString, compareByteStrings } from "./byte-string.ts";

/** Which values of a {@link ByteMap}, and in which direction. Bounds that are left out do not bound. */
export interface ByteMapRange {
  /** First key of the range. */
  readonly gte?: Bytes | undefined;
  /** First key after the range. */
  readonly lt?: Bytes | undefined;
  /** From the last key to the first. */
  readonly reverse?: boolean | undefined;
}

/**
 * A map in memory from bytes to values, in the order of the bytes. Keys are taken as they are at the time of the call.
 * It is a sorted map keyed by byte strings; values that are to be found by their keys again carry them.
 */
export class ByteMap<V> {
  readonly #tree: Tree<V>;

  constructor(tree: Tree<V> = new BTree<ByteString, V>(undefined, compareByteStrings)) {
    this.#tree = tree;
  }

  get size(): number {
    return this.#tree.size;
  }

  /** The value of a key. */
  get(key: Bytes): V | undefined {
    return this.#tree.size === 0 ? undefined : this.#tree.get(byteString(key));
  }

  /** Gives a key a value, whether or not it had one. */
  set(key: Bytes, value: V): void {
    this.#tree.set(byteString(key), value);
  }

  /** Removes a key. */
  delete(key: Bytes): void {
    this.#tree.delete(byteString(key));
  }

  /** Removes the keys from `gte` on and before `lt`. */
  deleteRange(gte: Bytes, lt: Bytes): void {
    this.#tree.deleteRange(byteString(gte), byteString(lt), false);
  }

  /** Removes every key. */
  clear(): void {
    this.#tree.clear();
  }

  /** The values of a range, in its direction. */
  *values({ gte, lt, reverse = false }: ByteMapRange = {}): Iterable<V> {
    const [low, high] = [gte && byteString(gte), lt && byteString(lt)];
    const walk = reverse ? this.#tree.entriesReversed(high, undefined, true) : this.#tree.entries(low);
    for (const [key, value] of walk) {
      if (reverse ? low !== undefined && key < low : high !== undefined && key >= high) return;
      yield value;
    }
  }

  /** A copy that changes on its own. The two share what neither changes, so it costs next to nothing. */
  copy(): ByteMap<V> {
    return new ByteMap(this.#tree.clone());
  }
}

type Tree<V> = InstanceType<typeof BTree<ByteString, V>>;
