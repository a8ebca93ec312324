import type { ByteWrite } from "@airssys/storage";
import { type CheckOptions, type Finding, problemOfReading } from "../check/finding.ts";
import { checkedIndex, checkedPosition, closeGaps, findingsInRow } from "../check/gaps.ts";
import { positionOf, positionText } from "../keys/position.ts";
import { ValueFormat } from "../place/format.ts";
import { type Direction, knownOptions, OPTION_NAMES, type ValueOptions } from "../place/options.ts";
import { type Place, placeOf } from "../place/place.ts";
import { deleteNeighbours, dropEnd, endEntry, endText, FIRST, LAST } from "../walk/ends.ts";
import { mapped } from "../walk/mapped.ts";
import { walkEntries } from "../walk/walk.ts";

/**
 * A durable queue: what was pushed first is shifted first. Each element is one key of storage, and nothing else is
 * kept: its ends are where its first and its last key are, so no two handles ever disagree, and an empty queue takes no
 * bytes.
 *
 * Every method costs the same for a queue of any length, except that iterating costs 1 host call for the first 10
 * elements, 1 for the 100 after them and 1 for each 1 000 more. Whatever is written meanwhile, each element that stays
 * is visited exactly once. What is pushed meanwhile is visited too, unless the queue was empty in between: a loop that
 * pushes what it shifts goes round until something ends it, such as a `limit`. It needs `storage-ranges`; pushing
 * several elements needs `storage-batch`.
 *
 * @example
 * ```ts
 * import { StorageQueue } from "@airssys/collections";
 *
 * const jobs = new StorageQueue<string>("jobs");
 * jobs.push("resize", "upload");
 * jobs.at(0); // "resize"
 * jobs.shift(); // "resize"
 * jobs.length; // 1
 * ```
 */
export class StorageQueue<T = unknown> {
  /** @internal */
  protected readonly place: Place;
  /** @internal */
  protected readonly valueFormat: ValueFormat<T>;

  /** A queue with a name of its own, or nested at a place that the collection around it handed out. */
  constructor(at: string | Place, options: ValueOptions<T> = {}) {
    const { byteStorage, codec } = knownOptions<ValueOptions<T>>(options, OPTION_NAMES.value);
    this.place = placeOf(at, byteStorage, "q");
    this.valueFormat = new ValueFormat(this.place, codec);
  }

  /** The number of elements. 2 host calls, 1 if it is empty. */
  get length(): number {
    const first = endText(this.place, FIRST);
    if (first === undefined) return 0;
    const last = endText(this.place, LAST) ?? first;
    return positionOf(last) - positionOf(first) + 1;
  }

  /**
   * The element that is so many places behind the first one, or `undefined` if there is none; -1 is the last one. 1
   * host call for 0 and -1, 2 for the others.
   *
   * Throws a `RangeError` for an index that is no whole number.
   */
  at(index: number): T | undefined {
    const reverse = checkedIndex(index) < 0;
    if (index === 0 || index === -1) {
      const entry = endEntry(this.place, { reverse });
      return entry && this.valueFormat.valueOf(...entry);
    }
    const end = endText(this.place, { reverse });
    if (end === undefined) return undefined;
    const text = positionText(positionOf(end) + (reverse ? index + 1 : index));
    const bytes = this.place.get(text);
    return bytes && this.valueFormat.valueOf(text, bytes);
  }

  /** Adds elements at the end, all of them or none. 2 host calls for up to 100; for more, 1 for each 100 and 3. */
  push(...values: T[]): void {
    const last = endText(this.place, LAST);
    this.setFrom(last === undefined ? 0 : positionOf(last) + 1, values);
  }

  /**
   * Removes the first element and answers it, or `undefined` if there is none. 2 host calls.
   *
   * {@link StorageQueue.shiftMany} takes many at once.
   */
  shift(): T | undefined {
    return this.take(false);
  }

  /**
   * Removes so many elements from the beginning, or all if there are fewer, and answers them. Costs what it costs to
   * walk them, and 1 host call.
   */
  shiftMany(count: number): T[] {
    const taken = Array.from(walkEntries(this.place, {}, { limit: count }));
    const values = taken.map((entry) => this.valueFormat.valueOf(...entry));
    deleteNeighbours(
      this.place,
      taken.map(([text]) => text),
    );
    return values;
  }

  /**
   * Removes the first element unread, also one that the codec cannot read, and answers whether there was one. 2 host
   * calls.
   */
  dropFirst(): boolean {
    return dropEnd(this.place, FIRST) !== undefined;
  }

  /** The elements, in their order. */
  values(direction: Direction = {}): Generator<T, void, undefined> {
    knownOptions<Direction>(direction, OPTION_NAMES.direction);
    return mapped(walkEntries(this.place, {}, direction), (entry) => this.valueFormat.valueOf(...entry));
  }

  /** The same as `values`. */
  [Symbol.iterator](): Generator<T, void, undefined> {
    return this.values();
  }

  /** Calls a function for each element, in order. */
  forEach(visit: (value: T) => void): void {
    for (const value of this.values()) visit(value);
  }

  /**
   * Removes everything, so that all bytes are free again. 1 host call. More keys than one call may change are
   * `limit-exceeded`.
   */
  clear(): void {
    this.place.clear();
  }

  /**
   * Looks at everything that begins with the queue's prefix and answers what cannot be part of it: foreign keys, values
   * that the codec did not write, elements that are missing. An empty answer is a sound queue. 1 host call for each 1
   * 000 elements.
   *
   * `repair` closes holes: elements behind one move down, in their order. It needs `storage-batch` and
   * `storage-transactions`.
   */
  check(options: CheckOptions = {}): Finding[] {
    const { repair = false } = knownOptions<CheckOptions>(options, OPTION_NAMES.check);
    const problemOfValue = (text: string, bytes: Uint8Array) =>
      problemOfReading(() => this.valueFormat.valueOf(text, bytes));
    const findings = findingsInRow(this.place, undefined, problemOfValue, repair);
    if (findings.some(({ isRepaired }) => isRepaired)) closeGaps(this.place, undefined);
    return findings;
  }

  /** @internal Sets elements one after the other, all of them or none. */
  protected setFrom(first: number, values: readonly T[]): void {
    checkedPosition(first + values.length);
    const writes = values.map((value, index): ByteWrite => {
      const key = this.place.key(positionText(first + index));
      return { type: "set", key, value: this.valueFormat.bytesOf(value) };
    });
    const [only] = writes;
    if (writes.length === 1 && only?.type === "set") this.place.set(positionText(first), only.value);
    else this.place.writeAll(writes);
  }

  /** @internal Removes the element at an end and answers it. */
  protected take(reverse: boolean): T | undefined {
    const entry = endEntry(this.place, { reverse });
    if (entry === undefined) return undefined;
    const value = this.valueFormat.valueOf(...entry);
    this.place.delete(entry[0]);
    return value;
  }
}
