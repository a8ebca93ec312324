import { StorageError } from "@airssys/storage";
import type { RangeOptions } from "../place/options.ts";
import { endEntry } from "../walk/ends.ts";
import { after, type Course } from "../walk/walk.ts";
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
 * [...prices.range({ from: new Date("2026-01-01"), to: new Date("2026-02-01") })];
 * ```
 */
export class TreeMap<K = string, V = unknown> extends StorageMap<K, V> {
  /** The entry with the least key, or `undefined` if there is none. 1 host call. */
  first(): [key: K, value: V] | undefined {
    return this.#nearest({});
  }

  /** The entry with the greatest key. 1 host call. */
  last(): [key: K, value: V] | undefined {
    return this.#nearest({ reverse: true });
  }

  /** The entry with the greatest key that is at most this one. 1 host call. */
  floor(key: K): [key: K, value: V] | undefined {
    return this.#nearest({ end: after(this.keyFormat.textOf(key)), reverse: true });
  }

  /** The entry with the least key that is at least this one. 1 host call. */
  ceiling(key: K): [key: K, value: V] | undefined {
    return this.#nearest({ start: this.keyFormat.textOf(key) });
  }

  /** The entry with the greatest key below this one. 1 host call. */
  lower(key: K): [key: K, value: V] | undefined {
    return this.#nearest({ end: this.keyFormat.textOf(key), reverse: true });
  }

  /** The entry with the least key above this one. 1 host call. */
  higher(key: K): [key: K, value: V] | undefined {
    return this.#nearest({ start: after(this.keyFormat.textOf(key)) });
  }

  /**
   * The entries from one key to another one, in order: host calls as for iterating. `from` is included, `to` is not.
   */
  range({ from, to, reverse, limit }: RangeOptions<K> = {}): Generator<[key: K, value: V], void, undefined> {
    return this.entriesOn({ ...this.#bounds(from, to), reverse, limit });
  }

  /** The number of entries from one key to another one. 1 host call, in which the host counts them one by one. */
  count({ from, to }: Pick<RangeOptions<K>, "from" | "to"> = {}): number {
    return this.place.byteStorage.count(this.#keyRange(from, to));
  }

  /**
   * Removes the entries from one key to another one, and answers how many there were. 1 host call. More keys than one
   * call may change are `limit-exceeded`, as for `clear`.
   *
   * Throws `invalid-argument` when both are `undefined`: `clear` removes everything.
   */
  deleteRange({ from, to }: Pick<RangeOptions<K>, "from" | "to">): number {
    if (from === undefined && to === undefined) {
      throw new StorageError({
        tag: "invalid-argument",
        val: '"deleteRange" expected "from", "to" or both; "clear" removes everything',
      });
    }
    return this.place.deleteRange(this.#keyRange(from, to));
  }

  #nearest(course: Course): [key: K, value: V] | undefined {
    const entry = endEntry(this.place, course);
    return entry && [this.keyFormat.keyOf(entry[0]), this.valueFormat.valueOf(...entry)];
  }

  #bounds(from: K | undefined, to: K | undefined): Course {
    return {
      start: from === undefined ? undefined : this.keyFormat.textOf(from),
      end: to === undefined ? undefined : this.keyFormat.textOf(to),
    };
  }

  #keyRange(from: K | undefined, to: K | undefined) {
    const { prefix } = this.place;
    const { start, end } = this.#bounds(from, to);
    const range = this.entryRange();
    return {
      ...range,
      ...(start !== undefined && { start: prefix + start }),
      ...(end !== undefined && { end: prefix + end }),
    };
  }
}
