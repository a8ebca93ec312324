import type { KeyBounds, Walk } from "@airssys/protocol";
import type { KeyPart } from "@airssys/storage/keys";
import type { KeyFormat, ValueFormat } from "../place/format.ts";
import { type Direction, knownOptions, OPTION_NAMES } from "../place/options.ts";
import type { Place } from "../place/place.ts";
import { endEntry } from "../walk/ends.ts";
import { mapped } from "../walk/mapped.ts";
import { type TextBounds, textBounds } from "../walk/text-bounds.ts";
import { type ReadPage, walkTexts } from "../walk/walk.ts";
import type { Index } from "./indexes.ts";

/** A page of marks is followed by one batch of values. */
const PAGE_MAX = 100;

/** The key of an entry, and how to get its value: what cannot be decoded is an error when its turn has come. */
type Found<V> = readonly [keyText: string, read: () => V];

/** A part of an index, and how to walk it. */
export interface IndexRange<B, K> extends KeyBounds<B>, Direction {
  /** Begins behind this entry: what it is indexed by, and its key. It need not be there any more. */
  readonly after?: readonly [by: B, key: K] | undefined;
}

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

  /** Returns the value of the first entry that is indexed by this, or `undefined` if there is none. 2 host calls. */
  get(by: B): V | undefined {
    return this.entry(by)?.[1];
  }

  /** Returns the first entry that is indexed by this, or `undefined` if there is none. 2 host calls. */
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

  /** Returns whether any entry is indexed by this. 2 host calls. */
  has(by: B): boolean {
    for (const _ of this.#walk(this.#sameAs(by), { limit: 1 })) return true;
    return false;
  }

  /**
   * Walks the entries that are indexed by this, in the order of their keys.
   *
   * @example
   * ```ts
   * const page = [...users.index("byAge").entries(36, { limit: 20 })];
   * const next = [...users.index("byAge").entries(36, { limit: 20, after: page.at(-1)?.[0] })];
   * ```
   */
  entries(by: B, walk: Walk<K> = {}): Generator<[key: K, value: V], void, undefined> {
    const { after, ...direction } = knownOptions<Walk<K>>(walk, OPTION_NAMES.walk);
    const place = after === undefined ? undefined : this.#textOf(by, after);
    return this.#entriesIn(behind(this.#sameAs(by), place, direction), direction);
  }

  /**
   * Walks the entries in the order of what they are indexed by: from `start` on, before `end`, up to and including
   * `last`; all of them without bounds. `after` is an entry to go on after: what it is indexed by, and its key.
   *
   * @example
   * ```ts
   * const byAge = users.index("byAge");
   * const page = [...byAge.range({ start: 18, last: 65, limit: 20 })];
   * const [key, user] = page.at(-1) ?? [];
   * const next = user && [...byAge.range({ start: 18, last: 65, limit: 20, after: [user.age, key] })];
   * ```
   */
  range(range: IndexRange<B, K> = {}): Generator<[key: K, value: V], void, undefined> {
    const { start, end, last, after, ...direction } = knownOptions<IndexRange<B, K>>(range, OPTION_NAMES.rangeWalk);
    const place = after === undefined ? undefined : this.#textOf(...after);
    return this.#entriesIn(behind(this.#boundsOf({ start, end, last }), place, direction), direction);
  }

  /**
   * Returns the number of entries of a range. It counts entries and not marks that expired entries left behind, so it
   * reads what walking them reads: 2 host calls for the first 10 entries and 2 for each 100 more.
   */
  count(bounds: KeyBounds<B> = {}): number {
    knownOptions<KeyBounds<B>>(bounds, OPTION_NAMES.bounds);
    let count = 0;
    for (const _ of this.#walk(this.#boundsOf(bounds), {})) count++;
    return count;
  }

  /** Returns where everything is that is indexed by the same: `VALUE` itself, or what begins with `VALUE !`. */
  #sameAs(by: B): TextBounds {
    return this.#boundsOf({ start: by, last: by });
  }

  #boundsOf(bounds: KeyBounds<B>): TextBounds {
    return textBounds(bounds, {}, (by) => this.#index.place.textOf(by));
  }

  /** Returns the text of the mark that an entry has, if it is there. */
  #textOf(by: B, key: K): string {
    const text = this.#index.place.textOf(by);
    return this.#index.isUnique ? text : `${text}!${this.#keys.textOf(key)}`;
  }

  #entriesIn(bounds: TextBounds, direction: Direction): Generator<[key: K, value: V], void, undefined> {
    return mapped(this.#walk(bounds, direction), (found) => this.#entryOf(found));
  }

  #entryOf([text, read]: Found<V>): [key: K, value: V] {
    return [this.#keys.keyOf(text), read()];
  }

  /**
   * Returns the entry of a mark, or `undefined` if the entry has another mark by now: it expired and came back, or was
   * written around the map.
   */
  #found(mark: string, owner: string, bytes: Uint8Array): Found<V> | undefined {
    const read = decoded(() => this.#values.valueOf(owner, bytes));
    return this.#index.isMarkOf(mark, owner, read) ? [owner, read] : undefined;
  }

  #walk(bounds: TextBounds, direction: Direction): Generator<Found<V>, void, undefined> {
    const feeds = [this.#map.prefix];
    return mapped(walkTexts(this.#index.place, bounds, direction, this.#read, feeds), ([, found]) => found);
  }

  readonly #read: ReadPage<Found<V>> = (range, walk, cursor) => {
    const { byteStorage } = this.#map;
    const { prefix } = this.#index.place;
    const page = byteStorage.page(range, { ...walk, limit: Math.min(walk.limit ?? PAGE_MAX, PAGE_MAX) }, cursor);
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

/** Returns the part of a range behind a text, in the direction of a walk. */
function behind(bounds: TextBounds, text: string | undefined, { reverse }: Direction): TextBounds {
  return text === undefined ? bounds : textBounds(bounds, { after: text, reverse }, (each) => each);
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
