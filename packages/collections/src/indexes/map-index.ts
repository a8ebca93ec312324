import type { KeyPart } from "@airssys/storage/keys";
import type { KeyFormat, ValueFormat } from "../place/format.ts";
import type { RangeOptions } from "../place/options.ts";
import { FIRST_ENTRY, type Place } from "../place/place.ts";
import { endEntry } from "../walk/ends.ts";
import { after, type Course, type ReadPage, walkTexts } from "../walk/walk.ts";
import type { Index } from "./indexes.ts";

/** A page of marks is followed by one batch of values. */
const PAGE_MAX = 100;

/** The key of an entry, and how to get its value: what cannot be decoded is an error when its turn has come. */
type Found<V> = readonly [keyText: string, read: () => V];

/**
 * An index of an {@link IndexedMap}: its entries by a part of their values, in the order of that part.
 *
 * Iterating costs 2 host calls for the first 10 entries and 2 for each 100 more. Whatever is written meanwhile, each
 * entry that stays in the index is visited exactly once, also if it moves to another place in it. It needs
 * `storage-ranges` and `storage-batch`.
 */
export class MapIndex<B extends KeyPart, K, V> {
  readonly #map: Place;
  readonly #index: Index<V>;
  readonly #keys: KeyFormat<K>;
  readonly #values: ValueFormat<V>;

  /** @internal */
  constructor(map: Place, index: Index<V>, keys: KeyFormat<K>, values: ValueFormat<V>) {
    this.#map = map;
    this.#index = index;
    this.#keys = keys;
    this.#values = values;
  }

  /** The value of the first entry that is indexed by this, or `undefined` if there is none. 2 host calls. */
  get(by: B): V | undefined {
    return this.entry(by)?.[1];
  }

  /** The first entry that is indexed by this, with its key, or `undefined` if there is none. 2 host calls. */
  entry(by: B): [key: K, value: V] | undefined {
    const mark = endEntry(this.#index.place, this.#sameAs(by));
    if (mark === undefined) return undefined;
    const owner = this.#index.ownerOf(...mark);
    const bytes = this.#map.get(owner);
    const found = bytes && this.#found(mark[0], owner, bytes);
    if (found !== undefined) return this.#entryOf(found);
    for (const entry of this.entries(by, { limit: 1 })) return entry; // behind a mark that its entry left behind
    return undefined;
  }

  /** Whether any entry is indexed by this. 2 host calls. */
  has(by: B): boolean {
    for (const _ of this.#walk({ ...this.#sameAs(by), limit: 1 })) return true;
    return false;
  }

  /** The entries that are indexed by this, in the order of their keys. */
  entries(
    by: B,
    options: Pick<RangeOptions<B>, "reverse" | "limit"> = {},
  ): Generator<[key: K, value: V], void, undefined> {
    return this.#entriesOn({ ...options, ...this.#sameAs(by) });
  }

  /**
   * The entries in the order of what they are indexed by, from one to another one, which is not included: all of them,
   * unless bounds are given.
   *
   * @example
   * ```ts
   * for (const [id, user] of users.index("byAge").range({ from: 18, to: 65 })) console.log(id, user.name);
   * ```
   */
  range({ from, to, reverse, limit }: RangeOptions<B> = {}): Generator<[key: K, value: V], void, undefined> {
    const { place } = this.#index;
    const start = from === undefined ? undefined : place.textOf(from);
    const end = to === undefined ? undefined : place.textOf(to);
    return this.#entriesOn({ start, end, reverse, limit });
  }

  /** Everything that is indexed by the same: `VALUE` itself, or what begins with `VALUE !`. */
  #sameAs(by: B): Course {
    const text = this.#index.place.textOf(by);
    return { start: text, end: after(text) };
  }

  *#entriesOn(course: Course): Generator<[key: K, value: V], void, undefined> {
    for (const found of this.#walk(course)) yield this.#entryOf(found);
  }

  #entryOf([text, read]: Found<V>): [key: K, value: V] {
    return [this.#keys.keyOf(text), read()];
  }

  /**
   * What a mark stands for, unless its entry has become something else: one that expired and came back, or was written
   * around the map.
   */
  #found(mark: string, owner: string, bytes: Uint8Array): Found<V> | undefined {
    const read = decoded(() => this.#values.valueOf(owner, bytes));
    return this.#index.isMarkOf(mark, owner, read) ? [owner, read] : undefined;
  }

  *#walk(course: Course): Generator<Found<V>, void, undefined> {
    const entries = walkTexts(this.#index.place, { start: FIRST_ENTRY, ...course }, this.#read, [this.#map.prefix]);
    for (const [, found] of entries) yield found;
  }

  readonly #read: ReadPage<Found<V>> = (range, walk) => {
    const { byteStorage } = this.#map;
    const { prefix } = this.#index.place;
    const page = byteStorage.page(range, { ...walk, limit: Math.min(walk.limit ?? PAGE_MAX, PAGE_MAX) });
    const owners = page.entries.map(([key, bytes]) => this.#index.ownerOf(key.slice(prefix.length), bytes));
    const values = owners.length === 0 ? [] : byteStorage.getMany(owners.map((text) => this.#map.key(text)));
    const entries = page.entries.flatMap(([key], index) => {
      const [owner, bytes] = [owners[index], values[index]];
      if (owner === undefined || bytes === undefined) return [];
      const found = this.#found(key.slice(prefix.length), owner, bytes);
      return found === undefined ? [] : [[key, found] as const];
    });
    return { entries, cursor: page.cursor };
  };
}

/** Decodes once; an error is thrown by whoever wants the value. */
function decoded<V>(decode: () => V): () => V {
  try {
    const value = decode();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
