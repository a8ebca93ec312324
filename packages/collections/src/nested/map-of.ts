import type { Walk } from "@airssys/protocol";
import { endOfKey } from "@airssys/storage/keys";
import { type CheckOptions, type Finding, findingsIn, problemOfReading } from "../check/finding.ts";
import { KeyFormat } from "../place/format.ts";
import { type KeyOptions, knownOptions, OPTION_NAMES } from "../place/options.ts";
import { type Place, placeOf } from "../place/place.ts";
import { mapped } from "../walk/mapped.ts";
import { boundAfter, textBounds } from "../walk/text-bounds.ts";
import { type ReadPage, walkTexts } from "../walk/walk.ts";
import { checkNested, type Nested, nestedAt } from "./nested.ts";

/**
 * Collections by key: a map of sets, of maps, of vectors, of anything in this package, as deep as keys have room. The
 * collection of a key is there as soon as something is put into it, and a key exists as long as its collection holds
 * something; for itself the outer map keeps nothing at all.
 *
 * It needs `storage-ranges`.
 *
 * @example
 * ```ts
 * import { MapOf, StorageMap, StorageSet } from "@airssys/collections";
 *
 * const carts = new MapOf("carts", StorageMap<string, number>);
 * carts.get("ada").set("pears", 3);
 * carts.get("ada").get("pears"); // 3
 * carts.delete("ada"); // true, and the pears are gone
 *
 * const rooms = new MapOf("rooms", (place) => new MapOf(place, StorageSet<string>));
 * rooms.get("lobby").get("mods").add("ada");
 * ```
 */
export class MapOf<K = string, C extends object = object> {
  readonly #place: Place;
  readonly #keys: KeyFormat<K>;
  readonly #nested: Nested<C>;

  /**
   * A map with a name of its own, or nested at a place that the collection around it handed out. `nested` is a class of
   * this package, or a function that makes the collection at a place.
   */
  constructor(at: string | Place, nested: Nested<C>, options: KeyOptions<K> = {}) {
    const { byteStorage, keyCodec } = knownOptions<KeyOptions<K>>(options, OPTION_NAMES.key);
    this.#place = placeOf(at, byteStorage, "M");
    this.#keys = new KeyFormat(this.#place, keyCodec);
    this.#nested = nested;
  }

  /** The collection of a key, which may still be empty. No host call. */
  get(key: K): C {
    return this.#at(this.#keys.textOf(key));
  }

  /** Whether the collection of a key holds anything. 1 host call. */
  has(key: K): boolean {
    const { byteStorage, prefix } = this.#place.inner(this.#keys.textOf(key));
    return byteStorage.keyPage({ prefix }, { limit: 1 }).keys.length > 0;
  }

  /**
   * Removes the collection of a key with all that is nested in it, and answers whether it held anything. 1 host call.
   * More keys than one call may change are `limit-exceeded`.
   */
  delete(key: K): boolean {
    return this.#place.inner(this.#keys.textOf(key)).clear() > 0;
  }

  /** The number of keys. Costs what going through `keys` costs. */
  get size(): number {
    let count = 0;
    for (const _ of this.keys()) count++;
    return count;
  }

  /**
   * The keys whose collections hold anything, in order. 1 host call for the first 10 nested keys of storage, 1 for the
   * 100 after them and so on, and at most 1 for each key.
   */
  keys(walk: Walk<K> = {}): Generator<K, void, undefined> {
    return mapped(this.#texts(walk), (text) => this.#keys.keyOf(text));
  }

  /** The collections that hold anything, in the order of their keys. Host calls as for `keys`. */
  values(walk: Walk<K> = {}): Generator<C, void, undefined> {
    return mapped(this.#texts(walk), (text) => this.#at(text));
  }

  /** The keys with their collections, in order. Host calls as for `keys`. */
  entries(walk: Walk<K> = {}): Generator<[key: K, collection: C], void, undefined> {
    return mapped(this.#texts(walk), (text) => [this.#keys.keyOf(text), this.#at(text)]);
  }

  /** The same as `entries`. */
  [Symbol.iterator](): Generator<[key: K, collection: C], void, undefined> {
    return this.entries();
  }

  /** Calls a function for each key, in order. */
  forEach(visit: (collection: C, key: K, map: this) => void): void {
    for (const [key, collection] of this.entries()) visit(collection, key, this);
  }

  /**
   * Removes everything, down to the last nested key, so that all bytes are free again. 1 host call. More keys than one
   * call may change are `limit-exceeded`.
   */
  clear(): void {
    this.#place.clear();
  }

  /**
   * Looks at everything that begins with the map's prefix, asks each nested collection to check itself, and answers
   * what cannot be part of them. `repair` is handed on to them.
   */
  check(options: CheckOptions = {}): Finding[] {
    knownOptions<CheckOptions>(options, OPTION_NAMES.check);
    const findings = findingsIn(this.#place, (text) => {
      const end = endOfKey(text);
      if (end === text.length) return "it is not inside of any nested collection";
      return problemOfReading(() => this.#keys.keyOf(text.slice(0, end)));
    });
    for (const text of this.#texts({})) {
      const isKey = problemOfReading(() => this.#keys.keyOf(text)) === undefined;
      if (isKey) findings.push(...checkNested(this.#at(text), options));
    }
    return findings;
  }

  #texts(walk: Walk<K>): Generator<string, void, undefined> {
    knownOptions<Walk<K>>(walk, OPTION_NAMES.walk);
    const bounds = textBounds({}, walk, (key) => this.#keys.textOf(key));
    return mapped(walkTexts(this.#place, bounds, walk, this.#readOuterKeys), ([text]) => text);
  }

  #at(text: string): C {
    return nestedAt(this.#nested, this.#place.inner(text));
  }

  /**
   * A page of nested keys is a page of fewer outer ones. The next one begins behind all that is nested under the last
   * of them.
   */
  readonly #readOuterKeys: ReadPage<undefined> = (range, { reverse = false, limit }, cursor) => {
    const behind = cursor === undefined ? {} : reverse ? { end: cursor } : { start: boundAfter(cursor) };
    const rest = { ...range, ...behind };
    const page = this.#place.byteStorage.keyPage(rest, { reverse, limit });
    const { prefix } = this.#place;
    const outer = new Set<string>();
    for (const key of page.keys) {
      const end = prefix.length + endOfKey(key.slice(prefix.length));
      if (end < key.length) outer.add(key.slice(0, end));
    }
    const keys = Array.from(outer);
    return { entries: keys.map((key) => [key, undefined]), cursor: page.cursor && (keys.at(-1) ?? page.keys.at(-1)) };
  };
}
