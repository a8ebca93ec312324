import { BATCH_ITEMS_MAX } from "@airssys/protocol";
import type { ByteStorage, ByteWrite, SetOptions } from "../byte-storage/byte-storage.ts";
import type { Codec } from "../codecs/codec.ts";
import { integerCodec } from "../codecs/integer-codec.ts";
import { jsonCodec } from "../codecs/json-codec.ts";
import { decodeValue, encodeValue } from "../codecs/value-bytes.ts";
import { invalidArgument } from "../errors/invalid-argument.ts";
import { isRefusal } from "../errors/is-refusal.ts";
import { hostStorage } from "../host/host-storage.ts";
import { Batch } from "./batch.ts";
import { KeySpace } from "./key-space.ts";
import { type RangeLike, rangeAfter, rangeOf, Scan, type ScanOptions } from "./scan.ts";
import { Watch } from "./watch.ts";

/** How a `Storage` is set up. */
export interface StorageOptions<T> {
  /** How values become bytes. JSON unless given. */
  readonly codec?: Codec<T>;
  /** Where the bytes are kept. In the component's own namespace unless given. */
  readonly byteStorage?: ByteStorage;
  /**
   * Whether values that were read in an outdated form are written again in the newest one, as `Storage.upgrade` does.
   * Needs a codec that can tell. A value for whose newest form there is no room, or no read-write access, is read all
   * the same and stays as it is. Default: `false`.
   */
  readonly writeBack?: boolean;
}

/** A value with what is known of it. */
export interface StorageEntry<T> {
  readonly value: T;
  /** The number of the commit that wrote it. No two committed values of one key have the same. */
  readonly version: bigint;
  /** When it expires, or `undefined` if never. */
  readonly expiresAt: Date | undefined;
}

/**
 * The durable data of this component: values by key, kept across calls, restarts and crashes.
 *
 * Every method is synchronous. What one call of an export writes becomes durable together when the export returns, and
 * is dropped when it throws. Every `Storage` of a component reads and writes the same keys; they differ in types and
 * codec.
 *
 * `T` is the type of the values, and a call may narrow it: `storage.get<User>("users/ada")`. Types are promises made by
 * the caller, not checks; `schemaCodec` checks.
 *
 * **Keys** are 1 to 256 bytes of UTF-8 without control characters. **Values** are at most 1 048 576 bytes once encoded.
 * A host may set other limits. Order is that of the bytes of the keys' UTF-8.
 *
 * Every method may throw a `StorageError`: `permission-denied` when the component's grants do not cover it,
 * `invalid-key` for a key that breaks the rules, `internal-error` when the host failed. Further codes are told by each
 * method. A key that is no string is a `TypeError`.
 *
 * A method that says that it needs an interface of the contract works in a component whose world imports it, as
 * `airssys:wasm/stateful` imports all; it is a `TypeError` in others. Methods that say nothing need `storage`, which
 * every component has.
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
 * users.keys("users/"); // ["users/ada"]
 * ```
 */
export class Storage<T = unknown> extends KeySpace {
  readonly #codec: Codec<T>;
  readonly #writesBack: boolean;

  constructor({ byteStorage = hostStorage, codec = jsonCodec<T>(), writeBack = false }: StorageOptions<T> = {}) {
    super(byteStorage);
    this.#codec = codec;
    this.#writesBack = writeBack;
  }

  /**
   * The same storage in a shared namespace: `app:ID`, `user:ID`, `org/ID` or `system`. Needs `storage-namespaces`, and
   * a grant for it; nobody is asked before the first method is called.
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
   * The value of a key, or `undefined` if the key is absent.
   *
   * Throws `invalid-argument` when the stored bytes are not what the codec wrote.
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
   * The values of some keys, at the positions of the keys: `undefined` for those that are absent. One call of the host
   * for each 100 of them. Needs `storage-batch`.
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
   * The value of a key with its version and its expiry, or `undefined` if the key is absent. Needs `storage-batch`.
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
   * Gives a key a value, whether or not it had one. It expires after `ttlSeconds`, which needs `storage-ttl`, or never.
   *
   * Throws `invalid-argument` when the codec cannot keep the value as it is, or the ttl is no whole number from 1,
   * `value-too-large` when it is longer than the limit once encoded, and `quota-exceeded` when it does not fit any
   * more. Nothing is written then.
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
   * Gives several keys a value, all of them or none. One call of the host for each 100 of them; more than 100 are a
   * transaction of their own. Needs `storage-batch`, and `storage-transactions` for more than 100.
   *
   * @example
   * ```ts
   * storage.setMany([["a", 1], ["b", 2]]);
   * storage.setMany(new Map([["c", 3]]), { ttlSeconds: 60 });
   * ```
   */
  setMany<V extends T = T>(entries: Iterable<readonly [key: string, value: V]>, { ttlSeconds }: SetOptions = {}): void {
    const writes = Array.from(entries, ([key, value]): ByteWrite => {
      return { type: "set", key, value: encodeValue(this.#codec, value), ttlSeconds };
    });
    if (writes.length > BATCH_ITEMS_MAX) this.transaction(() => this.#writeAll(writes));
    else this.#writeAll(writes);
  }

  /**
   * Begins writes to several keys that are done together, if what they depend on has not changed. Needs
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
   * Adds to a whole number and answers the new one. An absent key counts from 0; an expiry stays as it is. The host
   * counts, in decimal digits, which is what JSON and `integerCodec` write; other codecs are an `invalid-argument`.
   * Needs `storage-batch`.
   *
   * By a number it reads before it counts; by a `bigint`, which has 64 bits, it is one call of the host. Throws
   * `invalid-argument` when the value is no whole number, or the result does not fit, and leaves it as it was.
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
    const stored = this.byteStorage.get(key);
    safeNumber((stored ? decodeValue(COUNTERS, key, stored) : 0n) + BigInt(by)); // before anything is written
    return safeNumber(this.byteStorage.increment(key, BigInt(by)));
  }

  /**
   * The keys of a range with their values, in order, however many there are. Needs `storage-ranges`.
   *
   * Throws `invalid-argument` when it comes to bytes that are not what the codec wrote.
   *
   * @example
   * ```ts
   * for (const [key, user] of users.scan("users/")) console.log(key, user.name);
   *
   * const page = users.scan({ start: "users/b" }, { limit: 20 });
   * const shown = [...page];
   * const rest = users.scan({ start: "users/b" }, { cursor: page.cursor });
   * ```
   */
  scan<V extends T = T>(range: RangeLike = {}, options: ScanOptions = {}): Scan<[key: string, value: V]> {
    const rest = rangeAfter(rangeOf(range), options);
    return new Scan((walk) => {
      const { entries, cursor } = this.byteStorage.page(rest, { ...walk, reverse: options.reverse });
      const at = (index: number) => entries[index] ?? NO_ENTRY;
      const itemAt = (index: number): [string, V] => [at(index)[0], this.#decoded<V>(...at(index))];
      return { length: entries.length, keyAt: (index) => at(index)[0], itemAt, cursor };
    }, options);
  }

  /**
   * The keys that begin with `prefix`, or all keys, with their values, in order.
   *
   * Lazy: the keys are listed when the iteration begins and each value is read when its turn comes. Writing and
   * deleting meanwhile is safe: a key that is gone by its turn is left out, one that is added later is not visited.
   * `scan` asks the host far less often.
   *
   * Throws `limit-exceeded` when there are more than 10 000 keys, and `invalid-argument` when the bytes of a value are
   * not what the codec wrote.
   *
   * @example
   * ```ts
   * for (const [key, user] of storage.entries<User>("users/")) console.log(key, user.name);
   * const everything = new Map(storage.entries());
   * ```
   */
  *entries<V extends T = T>(prefix = ""): Generator<[key: string, value: V], void, undefined> {
    for (const key of this.keys(prefix)) {
      const bytes = this.byteStorage.get(key);
      if (bytes) yield [key, this.#decoded<V>(key, bytes)];
    }
  }

  /**
   * Watches the keys that begin with `prefix`, or all keys, from the first commit after this call. The changes wait to
   * be polled for. Needs `storage-watch`.
   *
   * Throws `limit-exceeded` for more than 32 watches.
   *
   * @example
   * ```ts
   * const watch = users.watch("users/"); // in one call of an export
   * for (const { key, after } of watch.poll().changes) console.log(key, after?.name); // in a later one
   * ```
   */
  watch(prefix = ""): Watch<T> {
    return new Watch(this.byteStorage.watch(prefix), this.#codec);
  }

  /**
   * Writes the value of a key again if the codec has a newer form for it, and answers whether it did: not if it expired
   * or somebody else has written it meanwhile. An expiry is kept to the second, rounded up. Needs `storage-batch`, and
   * `storage-ttl` for a key that expires.
   *
   * @example
   * ```ts
   * for (const key of users.scanKeys("users/")) users.upgrade(key);
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

const COUNTERS = integerCodec();

function safeNumber(sum: bigint): number {
  if (Number.isSafeInteger(Number(sum))) return Number(sum);
  throw invalidArgument("the result is no safe integer; increment by a bigint");
}

/** Why a write that nobody asked for may fail: what was read is good all the same. */
const NO_ROOM = ["quota-exceeded", "value-too-large", "limit-exceeded", "permission-denied"] as const;

const NO_ENTRY = ["", new Uint8Array()] as const;
