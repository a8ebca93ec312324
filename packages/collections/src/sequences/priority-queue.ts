import { endOfKey } from "@airssys/storage/keys";
import { type Finding, findingsIn, problemOfReading } from "../check/finding.ts";
import { positionOf, positionText } from "../keys/position.ts";
import { KeyFormat, ValueFormat } from "../place/format.ts";
import { type Direction, type EntryOptions, knownOptions, OPTION_NAMES } from "../place/options.ts";
import { type Place, placeOf } from "../place/place.ts";
import { deleteNeighbours, dropEnd, endEntry, entriesIn, FIRST, LAST } from "../walk/ends.ts";
import { mapped } from "../walk/mapped.ts";
import { walkEntries } from "../walk/walk.ts";

/**
 * A durable queue in the order of priorities: what has the least priority comes first, and of several with the same one
 * what was pushed first. Each element is one key of storage, and nothing else is kept.
 *
 * Priorities are numbers, or anything else that is a key: dates, bigints, strings, tuples. Every method costs the same
 * for a queue of any length, except that iterating costs 1 host call for the first 10 elements, 1 for the 100 after
 * them and 1 for each 1 000 more, and that `size` is counted by the host. It needs `storage-ranges`.
 *
 * @example
 * ```ts
 * import { PriorityQueue } from "@airssys/collections";
 *
 * const due = new PriorityQueue<string, Date>("due");
 * due.push("call Ada", new Date("2026-01-02"));
 * due.push("write Bob", new Date("2026-01-01"));
 * due.first(); // [new Date("2026-01-01"), "write Bob"]
 * due.shift(); // "write Bob"
 * ```
 */
export class PriorityQueue<T = unknown, P = number> {
  readonly #place: Place;
  readonly #priorities: KeyFormat<P>;
  readonly #format: ValueFormat<T>;

  /**
   * A queue with a name of its own, or nested at a place that the collection around it handed out. `keyCodec` is that
   * of priorities.
   */
  constructor(at: string | Place, options: EntryOptions<P, T> = {}) {
    const { byteStorage, keyCodec, codec } = knownOptions<EntryOptions<P, T>>(options, OPTION_NAMES.entry);
    this.#place = placeOf(at, byteStorage, "p");
    this.#priorities = new KeyFormat(this.#place, keyCodec);
    this.#format = new ValueFormat(this.#place, codec);
  }

  /** The number of elements. 1 host call, in which the host counts them one by one. */
  get size(): number {
    return this.#place.byteStorage.count(entriesIn(this.#place, {}));
  }

  /**
   * Adds an element, behind those of the same priority. 2 host calls.
   *
   * Throws `invalid-key` for what can be no priority, such as `NaN`.
   */
  push(value: T, priority: P): void {
    const bytes = this.#format.bytesOf(value);
    const text = this.#priorities.textOf(priority);
    const { byteStorage, prefix } = this.#place.inner(text);
    const [last] = byteStorage.keyPage({ prefix }, { reverse: true, limit: 1 }).keys;
    const position = last === undefined ? 0 : positionOf(last.slice(prefix.length)) + 1;
    this.#place.set(`${text}!${positionText(position)}`, bytes);
  }

  /** The first element with its priority, or `undefined` if there is none. 1 host call. */
  first(): [priority: P, value: T] | undefined {
    return this.#end(false);
  }

  /** The last element with its priority, or `undefined` if there is none. 1 host call. */
  last(): [priority: P, value: T] | undefined {
    return this.#end(true);
  }

  /**
   * Removes the first element and answers it, or `undefined` if there is none. 2 host calls.
   *
   * {@link PriorityQueue.shiftMany} takes many at once.
   */
  shift(): T | undefined {
    return this.#take(false);
  }

  /**
   * Removes so many elements from the beginning, or all if there are fewer, and answers them. Costs what it costs to
   * walk them, and 1 host call.
   */
  shiftMany(count: number): T[] {
    const taken = Array.from(walkEntries(this.#place, {}, { limit: count }));
    const values = taken.map((entry) => this.#format.valueOf(...entry));
    deleteNeighbours(
      this.#place,
      taken.map(([text]) => text),
    );
    return values;
  }

  /** Removes the last element, which has the greatest priority, and answers it. 2 host calls. */
  pop(): T | undefined {
    return this.#take(true);
  }

  /**
   * Removes the first element unread, also one that the codec cannot read, and answers whether there was one. 2 host
   * calls.
   */
  dropFirst(): boolean {
    return dropEnd(this.#place, FIRST) !== undefined;
  }

  /** Removes the last element unread, and answers whether there was one. 2 host calls. */
  dropLast(): boolean {
    return dropEnd(this.#place, LAST) !== undefined;
  }

  /** The elements, in their order. */
  values(direction: Direction = {}): Generator<T, void, undefined> {
    return mapped(this.#walk(direction), (entry) => this.#format.valueOf(...entry));
  }

  /** The elements with their priorities, in their order. */
  entries(direction: Direction = {}): Generator<[priority: P, value: T], void, undefined> {
    return mapped(this.#walk(direction), (entry) => this.#entryOf(entry));
  }

  /** The same as `values`. */
  [Symbol.iterator](): Generator<T, void, undefined> {
    return this.values();
  }

  /** Calls a function for each element, in order. */
  forEach(visit: (value: T, priority: P) => void): void {
    for (const [priority, value] of this.entries()) visit(value, priority);
  }

  /**
   * Removes everything, so that all bytes are free again. 1 host call. More keys than one call may change are
   * `limit-exceeded`.
   */
  clear(): void {
    this.#place.clear();
  }

  /**
   * Looks at everything that begins with the queue's prefix and answers what cannot be part of it. An empty answer is a
   * sound queue. 1 host call for each 1 000 elements. Nothing here can be repaired without losing what somebody else
   * may need.
   */
  check(): Finding[] {
    return findingsIn(this.#place, (text, bytes) => {
      return (
        problemOfReading(() => this.#priorityOf(text)) ??
        problemOfReading(() => positionOf(text.slice(endOfKey(text) + 1))) ??
        problemOfReading(() => this.#format.valueOf(text, bytes))
      );
    });
  }

  #walk(direction: Direction): Generator<[text: string, bytes: Uint8Array], void, undefined> {
    return walkEntries(this.#place, {}, knownOptions<Direction>(direction, OPTION_NAMES.direction));
  }

  #take(reverse: boolean): T | undefined {
    const entry = endEntry(this.#place, { reverse });
    if (entry === undefined) return undefined;
    const value = this.#format.valueOf(...entry);
    this.#place.delete(entry[0]);
    return value;
  }

  #end(reverse: boolean): [priority: P, value: T] | undefined {
    const entry = endEntry(this.#place, { reverse });
    return entry && this.#entryOf(entry);
  }

  #entryOf([text, bytes]: [text: string, bytes: Uint8Array]): [priority: P, value: T] {
    return [this.#priorityOf(text), this.#format.valueOf(text, bytes)];
  }

  #priorityOf(text: string): P {
    return this.#priorities.keyOf(text.slice(0, endOfKey(text)));
  }
}
