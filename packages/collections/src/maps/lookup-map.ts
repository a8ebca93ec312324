import type { ByteWrite, SetOptions } from "@airssys/storage";
import { KeyFormat, ValueFormat } from "../place/format.ts";
import { type EntryOptions, knownOptions, OPTION_NAMES } from "../place/options.ts";
import { type Place, placeOf } from "../place/place.ts";

/**
 * Values by key, for those who always know the key: a `Map` without iteration and size. Each entry is one key of
 * storage, and nothing else is kept.
 *
 * Keys are strings, numbers, bigints, booleans, dates, tuples of them, or whatever a `keyCodec` makes of them, compared
 * by what they are. A key has 255 bytes, with the name of the collection. It needs of the host what `Storage` needs,
 * and less than {@link StorageMap}, whose layout is the same.
 *
 * @example
 * ```ts
 * import { LookupMap } from "@airssys/collections";
 *
 * const ages = new LookupMap<string, number>("ages");
 * ages.set("ada", 36).set("bob", 41);
 * ages.get("ada"); // 36
 * ages.get("eve"); // undefined
 * ```
 */
export class LookupMap<K = string, V = unknown> {
  /** @internal */
  protected readonly place: Place;
  /** @internal */
  protected readonly keyFormat: KeyFormat<K>;
  /** @internal */
  protected readonly valueFormat: ValueFormat<V>;

  /** A map with a name of its own, or nested at a place that the collection around it handed out. */
  constructor(at: string | Place, options: EntryOptions<K, V> = {}) {
    const { byteStorage, keyCodec, codec } = knownOptions<EntryOptions<K, V>>(options, OPTION_NAMES.entry);
    this.place = placeOf(at, byteStorage, "m", this.isIndexed);
    this.keyFormat = new KeyFormat(this.place, keyCodec);
    this.valueFormat = new ValueFormat(this.place, codec);
  }

  /**
   * The value of a key, or `undefined` if the key is absent. 1 host call.
   *
   * Throws `invalid-argument` when the stored bytes are not what the codec wrote.
   */
  get(key: K): V | undefined {
    const text = this.keyFormat.textOf(key);
    const bytes = this.place.get(text);
    return bytes && this.valueFormat.valueOf(text, bytes);
  }

  /**
   * The values of some keys, at the positions of the keys: `undefined` for those that are absent. 1 host call for each
   * 100 keys. Needs `storage-batch`.
   */
  getMany(keys: Iterable<K>): (V | undefined)[] {
    const texts = Array.from(keys, (key) => this.keyFormat.textOf(key));
    const found = this.place.byteStorage.getMany(texts.map((text) => this.place.key(text)));
    return found.map((bytes, index) => bytes && this.valueFormat.valueOf(texts[index] ?? "", bytes));
  }

  /** Whether a key is there. 1 host call, and the value stays where it is. */
  has(key: K): boolean {
    return this.place.has(this.keyFormat.textOf(key));
  }

  /**
   * Gives a key a value, and answers the map. 1 host call. The entry expires after `ttlSeconds`, which needs
   * `storage-ttl`, or never, whatever it had.
   *
   * Throws `invalid-argument` for what the codec cannot keep, `invalid-key` for what can be no key, `value-too-large`
   * and `quota-exceeded`. Nothing is written then.
   */
  set(key: K, value: V, options?: SetOptions): this {
    this.put(this.keyFormat.textOf(key), this.valueFormat.bytesOf(value), options);
    return this;
  }

  /**
   * Gives some keys a value, all of them or none, and answers the map. 1 host call for up to 100; for more, 1 for each
   * 100 and 2 for the transaction around them. Needs `storage-batch`, and `storage-transactions` for more than 100.
   */
  setMany(entries: Iterable<readonly [key: K, value: V]>, options: SetOptions = {}): this {
    const { ttlSeconds } = knownOptions(options, OPTION_NAMES.set);
    const writes = Array.from(entries, ([key, value]): ByteWrite => {
      const bytes = this.valueFormat.bytesOf(value);
      return { type: "set", key: this.place.key(this.keyFormat.textOf(key)), value: bytes, ttlSeconds };
    });
    this.place.writeAll(writes);
    return this;
  }

  /**
   * The value of a key, which is set first if the key is absent. 1 host call, and those of `set` if it was absent. What
   * is answered is what the codec reads, also the first time.
   *
   * @example
   * ```ts
   * const settings = users.getOrInsert("ada", { theme: "light" });
   * ```
   */
  getOrInsert(key: K, value: V): V {
    const text = this.keyFormat.textOf(key);
    const bytes = this.place.get(text);
    if (bytes !== undefined) return this.valueFormat.valueOf(text, bytes);
    return this.#kept(text, value);
  }

  /**
   * Gives a key the value that `change` makes of its value, which is `undefined` if the key is absent, and answers it
   * as the codec reads it. 1 host call, and those of `set`. An expiry is gone afterwards.
   *
   * @example
   * ```ts
   * ages.update("ada", (age = 0) => age + 1);
   * ```
   */
  update(key: K, change: (value: V | undefined) => V): V {
    return this.#kept(this.keyFormat.textOf(key), change(this.get(key)));
  }

  /**
   * The seconds after which a key expires, rounded up, or `undefined` if it never does. 1 host call. Needs
   * `storage-ttl`. Throws `key-not-found` for an absent key.
   */
  ttl(key: K): number | undefined {
    return this.place.byteStorage.ttl(this.place.key(this.keyFormat.textOf(key)));
  }

  /**
   * Lets a key expire so many seconds from now, sooner or later than it would have. 1 host call. Needs `storage-ttl`.
   * Throws `key-not-found` for an absent key, `invalid-argument` for a ttl that is no whole number from 1.
   */
  extend(key: K, ttlSeconds: number): void {
    this.place.byteStorage.extend(this.place.key(this.keyFormat.textOf(key)), ttlSeconds);
  }

  /**
   * Lets a key never expire, and answers whether it would have. 1 host call. Needs `storage-ttl`. Throws
   * `key-not-found` for an absent key.
   */
  persist(key: K): boolean {
    return this.place.byteStorage.persist(this.place.key(this.keyFormat.textOf(key)));
  }

  /** Removes a key and answers whether it existed. 1 host call. */
  delete(key: K): boolean {
    return this.place.delete(this.keyFormat.textOf(key));
  }

  /**
   * Removes everything, so that all bytes are free again. 1 host call. Needs `storage-ranges`.
   *
   * @throws StorageError `limit-exceeded`, having removed nothing, if there are more keys than one call may change:
   * 10 000 unless the host allows more. Where it allows more than 100 000, these are removed in parts, which needs
   * `storage-transactions` too and takes 1 host call for each 1 000 keys.
   */
  clear(): void {
    this.place.clear();
  }

  /** @internal Whether entries have marks in indexes. */
  protected get isIndexed(): boolean {
    return false;
  }

  /** @internal Writes an entry. */
  protected put(text: string, bytes: Uint8Array, options?: SetOptions): void {
    this.place.set(text, bytes, options);
  }

  /** Writes a value and answers it as it is read from now on. */
  #kept(text: string, value: V): V {
    const bytes = this.valueFormat.bytesOf(value);
    const kept = this.valueFormat.valueOf(text, bytes.slice());
    this.put(text, bytes);
    return kept;
  }
}
