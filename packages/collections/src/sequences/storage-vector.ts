import type { Walk } from "@airssys/protocol";
import type { ByteWrite } from "@airssys/storage";
import type { CheckOptions, Finding } from "../check/finding.ts";
import { problemOfReading } from "../check/finding.ts";
import { checkedIndex, closeGaps, findingsInRow } from "../check/gaps.ts";
import { positionOf, positionText } from "../keys/position.ts";
import { ValueFormat } from "../place/format.ts";
import { knownOptions, OPTION_NAMES, type ValueOptions } from "../place/options.ts";
import { type Place, placeOf } from "../place/place.ts";
import { dropEnd, endEntry, endText, LAST } from "../walk/ends.ts";
import { mapped } from "../walk/mapped.ts";
import { type TextBounds, textBounds } from "../walk/text-bounds.ts";
import { walkEntries, walkKeys } from "../walk/walk.ts";

/**
 * A durable list of values by index, from 0 on and without holes. Each element is one key of storage, and nothing else
 * is kept: its length is where its last key is, so no two handles ever disagree.
 *
 * Every method costs the same for a vector of any length, except that iterating costs 1 host call for the first 10
 * elements, 1 for the 100 after them and 1 for each 1 000 more. Whatever is written meanwhile, each element that stays
 * is visited exactly once, also if `swapRemove` moves it. It needs `storage-ranges`; `swapRemove` and pushing several
 * elements need `storage-batch`.
 *
 * @example
 * ```ts
 * import { StorageVector } from "@airssys/collections";
 *
 * const log = new StorageVector<string>("log");
 * log.push("begun", "done"); // 2
 * log.at(-1); // "done"
 * log.length; // 2
 * for (const [index, line] of log.entries({ reverse: true })) console.log(index, line);
 * ```
 */
export class StorageVector<T = unknown> {
  readonly #place: Place;
  readonly #format: ValueFormat<T>;

  /** A vector with a name of its own, or nested at a place that the collection around it handed out. */
  constructor(at: string | Place, options: ValueOptions<T> = {}) {
    const { byteStorage, codec } = knownOptions<ValueOptions<T>>(options, OPTION_NAMES.value);
    this.#place = placeOf(at, byteStorage, "v");
    this.#format = new ValueFormat(this.#place, codec);
  }

  /** The number of elements. 1 host call. */
  get length(): number {
    const last = endText(this.#place, LAST);
    return last === undefined ? 0 : positionOf(last) + 1;
  }

  /**
   * The element at an index, or `undefined` if there is none; -1 is the last one. 1 host call, 2 for -2 and below.
   *
   * Throws a `RangeError` for an index that is no whole number.
   */
  at(index: number): T | undefined {
    if (checkedIndex(index) === -1) return this.#valueOf(endEntry(this.#place, LAST));
    const position = index < 0 ? this.length + index : index;
    if (position < 0) return undefined;
    const text = positionText(position);
    const bytes = this.#place.get(text);
    return bytes && this.#format.valueOf(text, bytes);
  }

  /**
   * Replaces the element at an index; -1 is the last one. What was there is not read. 2 host calls, 3 from the end.
   *
   * @throws RangeError if there is no such element, and then nothing is written: a vector has no holes.
   */
  set(index: number, value: T): void {
    const bytes = this.#format.bytesOf(value);
    const position = checkedIndex(index) < 0 ? this.length + index : index;
    const text = positionText(position);
    if (position < 0 || !this.#place.has(text)) throw noElement(index);
    this.#place.set(text, bytes);
  }

  /**
   * Adds elements at the end, all of them or none, and answers the new length. 2 host calls for up to 100; for more, 1
   * for each 100 and 3.
   */
  push(...values: T[]): number {
    const encoded = values.map((value) => this.#format.bytesOf(value));
    const { length } = this;
    const [only] = encoded;
    if (encoded.length === 1 && only !== undefined) this.#place.set(positionText(length), only);
    else this.#place.writeAll(encoded.map((value, index) => this.#setting(length + index, value)));
    return length + values.length;
  }

  /** Removes the last element and answers it, or `undefined` if there is none. 2 host calls. */
  pop(): T | undefined {
    const last = endEntry(this.#place, LAST);
    return last && this.#removeLast(last);
  }

  /**
   * Removes the last element unread, also one that the codec cannot read, and answers whether there was one. 2 host
   * calls.
   */
  dropLast(): boolean {
    const text = dropEnd(this.#place, LAST);
    if (text !== undefined) this.#place.noteMove(text, undefined);
    return text !== undefined;
  }

  /**
   * Removes the element at an index, puts the last one into its place, and returns what was removed; -1 is the last
   * one. 3 host calls, 2 for the last element. One that the codec cannot read has to be replaced with `set` first.
   *
   * @throws RangeError if there is no such element; then nothing is removed.
   */
  swapRemove(index: number): T {
    const last = endEntry(this.#place, LAST);
    const length = last === undefined ? 0 : positionOf(last[0]) + 1;
    const position = checkedIndex(index) < 0 ? length + index : index;
    if (last === undefined || position < 0 || position >= length) throw noElement(index);
    const text = positionText(position);
    if (last[0] === text) return this.#removeLast(last);
    const bytes = this.#place.get(text);
    if (bytes === undefined) throw noElement(index);
    const value = this.#format.valueOf(text, bytes);
    this.#place.write([this.#setting(position, last[1]), { type: "delete", key: this.#place.key(last[0]) }]);
    this.#place.noteMove(text, undefined);
    this.#place.noteMove(last[0], text);
    return value;
  }

  /** The indexes, from 0 on. */
  keys(walk: Walk<number> = {}): Generator<number, void, undefined> {
    return mapped(walkKeys(this.#place, boundsOf(walk), walk), positionOf);
  }

  /** The elements, in their order. */
  values(walk: Walk<number> = {}): Generator<T, void, undefined> {
    return mapped(walkEntries(this.#place, boundsOf(walk), walk), (entry) => this.#format.valueOf(...entry));
  }

  /**
   * The elements with their indexes. `swapRemove` of the index that came last is how to remove while walking: what
   * takes its place comes next.
   *
   * @example
   * ```ts
   * for (const [index, line] of log.entries()) if (line === "noise") log.swapRemove(index);
   * ```
   */
  entries(walk: Walk<number> = {}): Generator<[index: number, value: T], void, undefined> {
    return mapped(walkEntries(this.#place, boundsOf(walk), walk), ([text, bytes]) => {
      return [positionOf(text), this.#format.valueOf(text, bytes)];
    });
  }

  /** The same as `values`. */
  [Symbol.iterator](): Generator<T, void, undefined> {
    return this.values();
  }

  /** Calls a function for each element, in order. */
  forEach(visit: (value: T, index: number, vector: this) => void): void {
    for (const [index, value] of this.entries()) visit(value, index, this);
  }

  /**
   * The elements from one index to another one, which is not included, as an array. Negative ones count from the end,
   * for 1 host call more.
   */
  slice(start = 0, end = Number.POSITIVE_INFINITY): T[] {
    const length = start < 0 || end < 0 ? this.length : 0;
    const fromStart = (index: number) => (index < 0 ? Math.max(0, length + index) : index);
    const from = fromStart(checkedIndex(start));
    const limit = fromStart(end === Number.POSITIVE_INFINITY ? end : checkedIndex(end)) - from;
    if (limit <= 0) return [];
    const bounds = { start: positionText(from) };
    return Array.from(walkEntries(this.#place, bounds, { limit }), (entry) => this.#format.valueOf(...entry));
  }

  /**
   * Removes everything, so that all bytes are free again. 1 host call. More keys than one call may change are
   * `limit-exceeded`.
   */
  clear(): void {
    this.#place.clear();
  }

  /**
   * Looks at everything that begins with the vector's prefix and answers what cannot be part of it: foreign keys,
   * values that the codec did not write, indexes that are missing. An empty answer is a sound vector. 1 host call for
   * each 1 000 elements.
   *
   * `repair` closes holes: elements behind one move down, in their order. It needs `storage-batch` and
   * `storage-transactions`.
   */
  check(options: CheckOptions = {}): Finding[] {
    const { repair = false } = knownOptions<CheckOptions>(options, OPTION_NAMES.check);
    const findings = findingsInRow(
      this.#place,
      0,
      (text, bytes) => problemOfReading(() => this.#format.valueOf(text, bytes)),
      repair,
    );
    if (findings.some(({ isRepaired }) => isRepaired)) closeGaps(this.#place, 0);
    return findings;
  }

  #removeLast(last: [text: string, bytes: Uint8Array]): T {
    const value = this.#format.valueOf(...last);
    this.#place.delete(last[0]);
    this.#place.noteMove(last[0], undefined);
    return value;
  }

  #setting(index: number, value: Uint8Array): ByteWrite {
    return { type: "set", key: this.#place.key(positionText(index)), value };
  }

  #valueOf(entry: [text: string, bytes: Uint8Array] | undefined): T | undefined {
    return entry && this.#format.valueOf(...entry);
  }
}

function boundsOf(walk: Walk<number>): TextBounds {
  knownOptions<Walk<number>>(walk, OPTION_NAMES.walk);
  return textBounds({}, walk, (index) => positionText(checkedIndex(index)));
}

function noElement(index: number): RangeError {
  return new RangeError(`the vector has no element ${index}`);
}
