import type { OptionNames, Walk } from "@airssys/protocol";
import type { SetOptions } from "@airssys/storage";
import { endOfKey } from "@airssys/storage/keys";
import { type Finding, findingsIn, problemOfReading } from "../check/finding.ts";
import type { KeyCodec } from "../keys/key-codec.ts";
import { KeyFormat } from "../place/format.ts";
import { type Direction, type KeyOptions, knownOptions, OPTION_NAMES } from "../place/options.ts";
import { type Place, placeOf } from "../place/place.ts";
import { StorageSet } from "../sets/storage-set.ts";
import { entriesIn } from "../walk/ends.ts";
import { mapped } from "../walk/mapped.ts";
import { walkKeys } from "../walk/walk.ts";
import { MapOf } from "./map-of.ts";

/** How a `MultiMap` is set up. */
export interface MultiMapOptions<K, V> extends KeyOptions<K> {
  /** What values are made of, for values that are no strings, numbers, bigints, booleans, dates or tuples of them. */
  readonly valueCodec?: KeyCodec<V> | undefined;
}

const MULTI_MAP_OPTIONS: OptionNames<MultiMapOptions<never, never>> = { ...OPTION_NAMES.key, valueCodec: true };

/**
 * Several values for each key, each of them once: tags of a page, pages of a tag. Each pair is one key of storage with
 * an empty value, and nothing else is kept. The values of a key are a {@link StorageSet}.
 *
 * Values are compared by what they are, as keys are, and have their room in the 255 bytes of a key. For values of any
 * size, take a {@link MapOf} vectors. Iterating costs 1 host call for the first 10 pairs, 1 for the 100 after them and
 * 1 for each 1 000 more. It needs `storage-ranges`.
 *
 * @example
 * ```ts
 * import { MultiMap } from "@airssys/collections";
 *
 * const tags = new MultiMap("tags");
 * tags.add("fruit", "pear").add("fruit", "apple");
 * [...tags.get("fruit")]; // ["apple", "pear"]
 * tags.delete("fruit", "apple"); // true
 * tags.delete("fruit"); // true: the key with all that is left
 * ```
 */
export class MultiMap<K = string, V = string> {
  readonly #place: Place;
  readonly #sets: MapOf<K, StorageSet<V>>;
  readonly #keys: KeyFormat<K>;
  readonly #values: KeyFormat<V>;

  /** A map with a name of its own, or nested at a place that the collection around it handed out. */
  constructor(at: string | Place, options: MultiMapOptions<K, V> = {}) {
    const { byteStorage, keyCodec, valueCodec } = knownOptions<MultiMapOptions<K, V>>(options, MULTI_MAP_OPTIONS);
    this.#place = placeOf(at, byteStorage, "u");
    this.#keys = new KeyFormat(this.#place, keyCodec);
    this.#values = new KeyFormat(this.#place, valueCodec);
    this.#sets = new MapOf(this.#place, (place) => new StorageSet<V>(place, { keyCodec: valueCodec }), { keyCodec });
  }

  /** The number of pairs. 1 host call, in which the host counts them one by one. */
  get size(): number {
    return this.#place.byteStorage.count(entriesIn(this.#place, {}));
  }

  /** The values of a key, as a set that may be empty. No host call. */
  get(key: K): StorageSet<V> {
    return this.#sets.get(key);
  }

  /** Whether a key has a value, or any value if none is given. 1 host call. */
  has(key: K, ...value: [value?: V]): boolean {
    return value.length === 0 ? this.#sets.has(key) : this.get(key).has(value[0] as V);
  }

  /** Gives a key one value more, whether or not it has it, and answers the map. 1 host call. */
  add(key: K, value: V, options?: SetOptions): this {
    this.get(key).add(value, options);
    return this;
  }

  /** Takes a value from a key, or all of them if none is given, and answers whether there was any. 1 host call. */
  delete(key: K, ...value: [value?: V]): boolean {
    return value.length === 0 ? this.#sets.delete(key) : this.get(key).delete(value[0] as V);
  }

  /** The keys that have values, in order, each once. Host calls as for the keys of a {@link MapOf}. */
  keys(walk: Walk<K> = {}): Generator<K, void, undefined> {
    return this.#sets.keys(walk);
  }

  /** The pairs, in the order of keys and then of values. */
  entries(direction: Direction = {}): Generator<[key: K, value: V], void, undefined> {
    knownOptions<Direction>(direction, OPTION_NAMES.direction);
    return mapped(walkKeys(this.#place, {}, direction), (text) => this.#pairOf(text));
  }

  /** The same as `entries`. */
  [Symbol.iterator](): Generator<[key: K, value: V], void, undefined> {
    return this.entries();
  }

  /** Calls a function for each pair, in order. */
  forEach(visit: (value: V, key: K, map: this) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }

  /**
   * Removes everything, so that all bytes are free again. 1 host call. More keys than one call may change are
   * `limit-exceeded`.
   */
  clear(): void {
    this.#place.clear();
  }

  /**
   * Looks at everything that begins with the map's prefix and answers what cannot be part of it. An empty answer is a
   * sound map. 1 host call for each 1 000 pairs. Nothing here can be repaired without losing what somebody else may
   * need.
   */
  check(): Finding[] {
    return findingsIn(this.#place, (text, bytes) => {
      return problemOfReading(() => this.#pairOf(text)) ?? (bytes.length === 0 ? undefined : "a pair has no value");
    });
  }

  #pairOf(text: string): [key: K, value: V] {
    const end = endOfKey(text);
    const value = text.slice(end + "!s".length); // the letter of a set
    return [this.#keys.keyOf(text.slice(0, end)), this.#values.keyOf(text[end + 1] === "s" ? value : "")];
  }
}
