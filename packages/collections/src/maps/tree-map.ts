import type { KeyBounds } from "@airssys/protocol";
import { StorageError } from "@airssys/storage";
import { knownOptions, OPTION_NAMES, type RangeWalk } from "../place/options.ts";
import { endEntry, entriesIn } from "../walk/ends.ts";
import { boundAfter, type TextBounds } from "../walk/text-bounds.ts";
import { StorageMap } from "./storage-map.ts";

/**
 * A {@link StorageMap} that can be asked by order: the nearest keys, and ranges. Keys are in order already, so a
 * question is one host call, whose work grows with the logarithm of the number of keys.
 *
 * Strings are in the order of code points, numbers, bigints and dates in that of their size, tuples in that of their
 * first elements that differ.
 *
 * @example
 * ```ts
 * import { TreeMap } from "@airssys/collections";
 *
 * const prices = new TreeMap<Date, number>("prices");
 * prices.set(new Date("2026-01-01"), 10).set(new Date("2026-03-01"), 12);
 * prices.floor(new Date("2026-02-14"))?.[1]; // 10: what it cost then
 * [...prices.range({ start: new Date("2026-01-01"), last: new Date("2026-01-31") })];
 * ```
 */
export class TreeMap<K = string, V = unknown> extends StorageMap<K, V> {
  /** Returns the entry with the lowest key, or `undefined` if there is none. 1 host call. */
  first(): [key: K, value: V] | undefined {
    return this.#nearest({});
  }

  /** Returns the entry with the highest key, or `undefined` if there is none. 1 host call. */
  last(): [key: K, value: V] | undefined {
    return this.#nearest({}, true);
  }

  /** Returns the entry with the highest key that is not above this one. 1 host call. */
  floor(key: K): [key: K, value: V] | undefined {
    return this.#nearest({ end: boundAfter(this.keyFormat.textOf(key)) }, true);
  }

  /** Returns the entry with the lowest key that is not below this one. 1 host call. */
  ceiling(key: K): [key: K, value: V] | undefined {
    return this.#nearest({ start: this.keyFormat.textOf(key) });
  }

  /** Returns the entry with the highest key below this one. 1 host call. */
  lower(key: K): [key: K, value: V] | undefined {
    return this.#nearest({ end: this.keyFormat.textOf(key) }, true);
  }

  /** Returns the entry with the lowest key above this one. 1 host call. */
  higher(key: K): [key: K, value: V] | undefined {
    return this.#nearest({ start: boundAfter(this.keyFormat.textOf(key)) });
  }

  /**
   * Walks the entries of a range of keys in order: from `start` on, before `end`, up to and including `last`. Host
   * calls as for iterating.
   */
  range(range: RangeWalk<K> = {}): Generator<[key: K, value: V], void, undefined> {
    const { start, end, last, ...walk } = knownOptions<RangeWalk<K>>(range, OPTION_NAMES.rangeWalk);
    return this.entriesIn(this.boundsOf({ start, end, last }, walk), walk);
  }

  /** Returns the number of entries of a range of keys. 1 host call, in which the host counts them one by one. */
  count(bounds: KeyBounds<K> = {}): number {
    return this.place.byteStorage.count(entriesIn(this.place, this.#boundsOf(bounds)));
  }

  /**
   * Removes the entries of a range of keys and returns their number. 1 host call. More keys than one call may change
   * are
   * `limit-exceeded`, as for `clear`.
   *
   * Throws `invalid-argument` for a range without any bound: `clear` removes everything.
   */
  deleteRange(bounds: KeyBounds<K>): number {
    const { start, end } = this.#boundsOf(bounds);
    if (start === undefined && end === undefined) {
      throw new StorageError({
        tag: "invalid-argument",
        val: '"deleteRange" expected "start", "end" or "last"; "clear" removes everything',
      });
    }
    return this.place.deleteRange(entriesIn(this.place, { start, end }));
  }

  #boundsOf(bounds: KeyBounds<K>): TextBounds {
    return this.boundsOf(knownOptions<KeyBounds<K>>(bounds, OPTION_NAMES.bounds), {});
  }

  #nearest(bounds: TextBounds, reverse = false): [key: K, value: V] | undefined {
    const entry = endEntry(this.place, { ...bounds, reverse });
    return entry && this.entryOf(entry);
  }
}
