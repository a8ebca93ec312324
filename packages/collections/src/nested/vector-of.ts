import type { ByteWrite } from "@airssys/storage";
import { endOfKey } from "@airssys/storage/keys";
import { type CheckOptions, type Finding, findingsIn, problemOfReading } from "../check/finding.ts";
import { checkedIndex } from "../check/gaps.ts";
import { positionOf, positionText } from "../keys/position.ts";
import { type CollectionOptions, knownOptions, OPTION_NAMES } from "../place/options.ts";
import { type Place, placeOf } from "../place/place.ts";
import { endText, LAST } from "../walk/ends.ts";
import { checkNested, type Nested, nestedAt } from "./nested.ts";

/**
 * Collections by index, from 0 on and without holes: a vector of maps, of sets, of anything in this package. Each place
 * in it is one key of storage, so that a collection which holds nothing has its place, too.
 *
 * A handle of a collection that was popped is one of nothing. What is put into it makes the vector as long again as it
 * has to be, with empty collections in between.
 *
 * It needs `storage-ranges`; `pop` needs `storage-batch` and `storage-transactions`.
 *
 * @example
 * ```ts
 * import { StorageMap, VectorOf } from "@airssys/collections";
 *
 * const rounds = new VectorOf("rounds", StorageMap<string, number>);
 * rounds.push().set("ada", 3).set("bob", 5);
 * rounds.at(0)?.get("bob"); // 5
 * rounds.length; // 1
 * ```
 */
export class VectorOf<C extends object> {
  readonly #place: Place;
  readonly #nested: Nested<C>;

  /**
   * A vector with a name of its own, or nested at a place that the collection around it handed out. `nested` is a class
   * of this package, or a function that makes the collection at a place.
   */
  constructor(at: string | Place, nested: Nested<C>, options: CollectionOptions = {}) {
    const { byteStorage } = knownOptions(options, OPTION_NAMES.collection);
    this.#place = placeOf(at, byteStorage, "V");
    this.#nested = nested;
  }

  /** The number of collections. 1 host call. */
  get length(): number {
    const last = endText(this.#place, LAST);
    return last === undefined ? 0 : positionOf(last.slice(0, endOfKey(last))) + 1;
  }

  /**
   * The collection at an index, or `undefined` if there is none; -1 is the last one. 1 host call.
   *
   * Throws a `RangeError` for an index that is no whole number.
   */
  at(index: number): C | undefined {
    const { length } = this;
    const position = checkedIndex(index) < 0 ? length + index : index;
    return position < 0 || position >= length ? undefined : this.#in(position);
  }

  /** Adds an empty collection at the end and answers it. 2 host calls. */
  push(): C {
    const { length } = this;
    this.#place.set(positionText(length), new Uint8Array());
    return this.#in(length);
  }

  /**
   * Removes the last collection with all that is nested in it, and answers whether there was one. 5 host calls, 1 if
   * there is none.
   */
  pop(): boolean {
    const { length } = this;
    if (length === 0) return false;
    const text = positionText(length - 1);
    const removing: ByteWrite = { type: "delete", key: this.#place.key(text) };
    this.#place.byteStorage.transaction(() => {
      this.#place.inner(text).clear();
      this.#place.write(length === 1 ? [removing] : [removing, this.#keeping(length - 2)]);
    });
    return true;
  }

  /** The collections, in their order. 1 host call for each of them, and 1 more. */
  *values(): Generator<C, void, undefined> {
    for (const [, collection] of this.entries()) yield collection;
  }

  /** The collections with their indexes. 1 host call for each of them, and 1 more. */
  *entries(): Generator<[index: number, collection: C], void, undefined> {
    for (let index = 0; index < this.length; index++) yield [index, this.#in(index)];
  }

  /** The same as `values`. */
  [Symbol.iterator](): Generator<C, void, undefined> {
    return this.values();
  }

  /** Calls a function for each collection, in order. */
  forEach(visit: (collection: C, index: number, vector: this) => void): void {
    for (const [index, collection] of this.entries()) visit(collection, index, this);
  }

  /**
   * Removes everything, down to the last nested key, so that all bytes are free again. 1 host call. More keys than one
   * call may change are `limit-exceeded`.
   */
  clear(): void {
    this.#place.clear();
  }

  /**
   * Looks at everything that begins with the vector's prefix, asks each nested collection to check itself, and answers
   * what cannot be part of them. `repair` is handed on to them.
   */
  check(options: CheckOptions = {}): Finding[] {
    knownOptions<CheckOptions>(options, OPTION_NAMES.check);
    const places = new Set<number>();
    const findings = findingsIn(this.#place, (text, bytes) => {
      const outer = text.slice(0, endOfKey(text));
      const problem = problemOfReading(() => positionOf(outer));
      if (problem !== undefined) return problem;
      places.add(positionOf(outer));
      return text === outer && bytes.length > 0 ? "a place has no value" : undefined;
    });
    for (const index of places) findings.push(...checkNested(this.#in(index), options));
    return findings;
  }

  /** The place of a collection, which is then there even if nobody has put anything into it. */
  #keeping(index: number): ByteWrite {
    return { type: "set", key: this.#place.key(positionText(index)), value: new Uint8Array() };
  }

  #in(index: number): C {
    return nestedAt(this.#nested, this.#place.inner(positionText(index)));
  }
}
