import { BATCH_ITEMS_MAX, requireKnownOptions, type Walk } from "@airssys/protocol";
import type { ByteStorage, ByteWrite, SetOptions } from "../byte-storage/byte-storage.ts";
import { prefixedStorage } from "../byte-storage/prefixed-storage.ts";
import { requireSetOptions } from "../checks/option-check.ts";
import type { Codec } from "../codecs/codec.ts";
import { jsonCodec } from "../codecs/json-codec.ts";
import { decodeValue, encodeValue } from "../codecs/value-bytes.ts";
import { invalidArgument } from "../errors/invalid-argument.ts";
import { isRefusal } from "../errors/is-refusal.ts";
import { hostStorage } from "../host/host-storage.ts";
import { Batch } from "./batch.ts";
import { KeySpace } from "./key-space.ts";
import { type PrefixOrRange, rangeOf } from "./prefix-or-range.ts";
import { WalkIterator } from "./walk-iterator.ts";
import { Watch } from "./watch.ts";

/** Options of a `Storage`. */
export interface StorageOptions<T> {
  /** Turns values into bytes and back. Default: JSON. */
  readonly codec?: Codec<T>;
  /** Where the bytes are kept. Default: the component's own namespace. */
  readonly byteStorage?: ByteStorage;
  /**
   * Writes values again that were read in an outdated form, as `Storage.upgrade` does. Needs a codec with versions. A
   * value stays as it is, and is read all the same, if its newest form does not fit or the component may not write.
   * Default: `false`.
   */
  readonly writeBack?: boolean;
  /**
   * Makes the storage a view on the keys that begin with this: each key `k` is stored as `prefix + k`. See
   * {@link prefixedStorage} for what differs. Default: empty, all keys.
   */
  readonly prefix?: string;
}

/** A value with its version and expiry. */
export interface StorageEntry<T> {
  readonly value: T;
  /** The number of the commit that wrote the value. No two committed values of one key have the same. */
  readonly version: bigint;
  /** When it expires, or `undefined` if never. */
  readonly expiresAt: Date | undefined;
}

/**
 * The durable data of this component: values by key, kept across calls, restarts and crashes.
 *
 * Every method is synchronous. What one call of an export writes becomes durable together when the export returns, and
 * is dropped when it throws. Every `Storage` without a `prefix` reads and writes the same keys; they differ in types
 * and codec.
 *
 * `T` is the type of the values, and a call may narrow it: `storage.get<User>("users/ada")`. Types are promises made by
 * the caller, not checks; `schemaCodec` checks.
 *
 * **Keys** are 1 to 256 bytes of UTF-8 without control characters. **Values** are at most 1 048 576 bytes once encoded.
 * A host may set other limits. Order is that of the bytes of the keys' UTF-8.
 *
 * Every method may throw a `StorageError`: `permission-denied` when the component's grants do not cover it,
 * `invalid-key` for a key that breaks the rules, `internal-error` when the host failed. Further codes are listed at
 * each method. A key that is no string is a `TypeError`, and an option with an unknown name is an `invalid-argument`.
 *
 * A method that needs an interface of the contract says so. It throws a `TypeError` in a component whose world does not
 * import that interface; `airssys:wasm/stateful` imports all. Other methods need `storage`, which every component has.
 *
 * @example
 * ```ts
 * import { Storage } from "@airssys/storage";
 *
 * interface User { name: string; age: number }
 *
 * const users = new Storage<User>();
 * users.set("users/ada", { name: "Ada", age: 36 });
 * users.get("users/ada")?.age; // 36
 * [...users.keys("users/")]; // ["users/ada"]
 * ```
 */
export class Storage<T = unknown> extends KeySpace {
  readonly #codec: Codec<T>;
  readonly #writesBack: boolean;

  constructor(options: StorageOptions<T> = {}) {
    requireKnownOptions<StorageOptions<T>>(options, STORAGE_OPTIONS);
    const { byteStorage = hostStorage, codec = jsonCodec<T>(), writeBack = false, prefix = "" } = options;
    super(prefixedStorage(byteStorage, prefix));
    this.#codec = codec;
    this.#writesBack = writeBack;
  }

  /**
   * Returns the same storage in a shared namespace: `app:ID`, `user:ID`, `org/ID` or `system`. Needs
   * `storage-namespaces` and a grant, which the host checks when the first method is called.
   *
   * @example
   * ```ts
   * const news = storage.namespace("app:news");
   * news.set("headline", "It rains");
   * ```
   */
  namespace(name: string): Storage<T> {
    return new Storage({ byteStorage: this.byteStorage.shared(name), codec: this.#codec, writeBack: this.#writesBack });
  }

  /**
   * Returns the value of a key, or `undefined` if the key is absent.
   *
   * Throws `invalid-argument` for stored bytes that the codec cannot read.
   *
   * @example
   * ```ts
   * const visits = storage.get<number>("visits") ?? 0;
   * ```
   */
  get<V extends T = T>(key: string): V | undefined {
    const bytes = this.byteStorage.get(key);
    return bytes && this.#decoded<V>(key, bytes);
  }

  /**
   * Returns the values of some keys, in the order of the keys, with `undefined` for an absent key. One host call for
   * each 100 keys. Needs `storage-batch`.
   *
   * @example
   * ```ts
   * const [ada, bob] = users.getMany(["users/ada", "users/bob"]);
   * ```
   */
  getMany<V extends T = T>(keys: Iterable<string>): (V | undefined)[] {
    const asked = Array.from(keys);
    return this.byteStorage.getMany(asked).map((bytes, index) => bytes && this.#decoded<V>(asked[index] ?? "", bytes));
  }

  /**
   * Returns the value of a key with its version and expiry, or `undefined` if the key is absent. Needs `storage-batch`.
   *
   * @example
   * ```ts
   * const entry = stock.getEntry("pears");
   * stock.batch().check("pears", entry?.version).set("pears", (entry?.value ?? 0) + 1).commit();
   * ```
   */
  getEntry<V extends T = T>(key: string): StorageEntry<V> | undefined {
    const entry = this.byteStorage.getEntry(key);
    return entry && { ...entry, value: decodeValue(this.#codec, key, entry.value) as V };
  }

  /**
   * Sets a key to a value. It expires after `ttlSeconds`, which needs `storage-ttl`, or never.
   *
   * Throws `invalid-argument` if the codec cannot keep the value as it is or the ttl is no whole number from 1,
   * `value-too-large` if the encoded value exceeds the limit, and `quota-exceeded` if it does not fit. Nothing is
   * written then.
   *
   * @example
   * ```ts
   * storage.set("visits", 1);
   * storage.set<User>("users/ada", { name: "Ada", age: 36 });
   * storage.set("sessions/7", "ada", { ttlSeconds: 3_600 });
   * ```
   */
  set<V extends T = T>(key: string, value: V, options?: SetOptions): void {
    this.byteStorage.set(key, encodeValue(this.#codec, value), options);
  }

  /**
   * Sets several keys, all of them or none. One host call for each 100; more than 100 are written in a transaction.
   * Needs `storage-batch`, and `storage-transactions` for more than 100.
   *
   * @example
   * ```ts
   * storage.setMany([["a", 1], ["b", 2]]);
   * storage.setMany(new Map([["c", 3]]), { ttlSeconds: 60 });
   * ```
   */
  setMany<V extends T = T>(entries: Iterable<readonly [key: string, value: V]>, options: SetOptions = {}): void {
    requireSetOptions(options);
    const { ttlSeconds } = options;
    const writes = Array.from(entries, ([key, value]): ByteWrite => {
      return { type: "set", key, value: encodeValue(this.#codec, value), ttlSeconds };
    });
    if (writes.length > BATCH_ITEMS_MAX) this.transaction(() => this.#writeAll(writes));
    else this.#writeAll(writes);
  }

  /**
   * Returns an empty batch: writes to several keys that are all done, or none of them if a check fails. Needs
   * `storage-batch`.
   *
   * @example
   * ```ts
   * const entry = users.getEntry("users/ada");
   * users
   *   .batch()
   *   .check("users/ada", entry?.version)
   *   .set("users/ada", { name: "Ada", age: 37 })
   *   .delete("drafts/ada")
   *   .commit(); // the new version, or a StorageError with the code "conflict"
   * ```
   */
  batch(): Batch<T> {
    return new Batch(this.byteStorage, this.#codec);
  }

  /**
   * Adds to a whole number and returns the new one: a bigint if `by` is one, a number otherwise. An absent key counts
   * from 0, and an expiry stays. The host counts with 64 bits, in decimal digits, as JSON and `integerCodec` write
   * them; with another codec it is an `invalid-argument`. One host call. Needs `storage-batch`.
   *
   * Throws `invalid-argument` if the value is no whole number, or the result does not fit into 64 bits, or into a safe
   * integer where it is to be a number. The value stays as it was then.
   *
   * @example
   * ```ts
   * storage.increment("visits"); // 1
   * storage.increment("visits", 10); // 11
   * storage.increment("visits", 1n); // 12n
   * ```
   */
  increment(key: string, by?: number): number;
  increment(key: string, by: bigint): bigint;
  increment(key: string, by: number | bigint = 1): number | bigint {
    if (!this.#codec.hasDecimalNumbers) throw invalidArgument("the codec does not store numbers as decimal digits");
    if (typeof by === "bigint") return this.byteStorage.increment(key, by);
    if (!Number.isSafeInteger(by)) throw invalidArgument(`"by" expected a whole number, got ${String(by)}`);
    const sum = Number(this.byteStorage.increment(key, BigInt(by)));
    if (Number.isSafeInteger(sum)) return sum;
    this.byteStorage.increment(key, BigInt(-by));
    throw invalidArgument("the result is no safe integer; increment by a bigint");
  }

  /**
   * Walks the entries of a range in order, however many there are. The host is asked for pages of 100 and then 1 000
   * entries. Needs `storage-ranges`.
   *
   * Throws `invalid-argument` when it comes to bytes that the codec cannot read.
   *
   * @example
   * ```ts
   * for (const [key, user] of users.entries("users/")) console.log(key, user.name);
   * const everything = new Map(users.entries());
   *
   * const page = users.entries({ start: "users/b" }, { limit: 20 });
   * const shown = [...page];
   * const rest = users.entries({ start: "users/b" }, { after: page.after });
   * ```
   */
  entries<V extends T = T>(range: PrefixOrRange = {}, walk: Walk = {}): WalkIterator<[key: string, value: V]> {
    const bounds = rangeOf(range);
    return new WalkIterator(bounds, walk, (pageWalk, cursor) => {
      const page = this.byteStorage.page(bounds, pageWalk, cursor);
      const at = (index: number) => page.entries[index] ?? NO_ENTRY;
      const itemAt = (index: number): [string, V] => [at(index)[0], this.#decoded<V>(...at(index))];
      return { length: page.entries.length, keyAt: (index) => at(index)[0], itemAt, cursor: page.cursor };
    });
  }

  /**
   * Watches the keys that begin with `prefix`, or all keys, from the next commit on. Changes wait until they are
   * polled. Needs `storage-watch`.
   *
   * Throws `limit-exceeded` for more than 32 watches.
   *
   * @example
   * ```ts
   * const watch = users.watch("users/"); // in one call of an export
   * for (const { key, newValue } of watch.poll().changes) console.log(key, newValue?.name); // in a later one
   * ```
   */
  watch(prefix = ""): Watch<T> {
    return new Watch(this.byteStorage.watch(prefix), this.#codec);
  }

  /**
   * Writes the value of a key again if the codec has a newer form for it. Returns whether it did; it does not if the
   * key expired or was written meanwhile. An expiry is kept to the second, rounded up. Needs `storage-batch`, and
   * `storage-ttl` for a key that expires.
   *
   * @example
   * ```ts
   * for (const key of users.keys("users/")) users.upgrade(key);
   * ```
   */
  upgrade(key: string): boolean {
    const entry = this.byteStorage.getEntry(key);
    if (!entry || !this.#codec.isOutdated?.(entry.value)) return false;
    const value = encodeValue(this.#codec, decodeValue(this.#codec, key, entry.value));
    const checks = [{ key, version: entry.version }];
    try {
      const ttlSeconds = entry.expiresAt && this.byteStorage.ttl(key);
      this.byteStorage.write({ checks, writes: [{ type: "set", key, value, ttlSeconds }] });
      return true;
    } catch (error) {
      if (isRefusal(error, "conflict", "key-not-found")) return false; // written or expired meanwhile
      throw error;
    }
  }

  #writeBack(key: string): void {
    try {
      this.upgrade(key);
    } catch (error) {
      if (!isRefusal(error, ...NO_ROOM)) throw error;
    }
  }

  #writeAll(writes: readonly ByteWrite[]): void {
    for (let from = 0; from < writes.length; from += BATCH_ITEMS_MAX) {
      this.byteStorage.write({ writes: writes.slice(from, from + BATCH_ITEMS_MAX) });
    }
  }

  #decoded<V extends T>(key: string, bytes: Uint8Array): V {
    const value = decodeValue(this.#codec, key, bytes) as V; // what the caller promises
    if (this.#writesBack && this.#codec.isOutdated?.(bytes)) this.#writeBack(key);
    return value;
  }
}

const STORAGE_OPTIONS = { codec: true, byteStorage: true, writeBack: true, prefix: true } as const;

/** The reasons for which writing back may fail: the value was read all the same. */
const NO_ROOM = ["quota-exceeded", "value-too-large", "limit-exceeded", "permission-denied"] as const;

const NO_ENTRY = ["", new Uint8Array()] as const;
