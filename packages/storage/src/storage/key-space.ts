import type { ByteStorage, Usage } from "../byte-storage/byte-storage.ts";
import { type RangeLike, rangeAfter, rangeOf, Scan, type ScanOptions } from "./scan.ts";

/**
 * What can be done with keys, whatever their values are. `Storage` adds the values.
 *
 * A range is a prefix, or `{ prefix, start, end }` with any of the three: keys that begin with the prefix, from `start`
 * on, before `end`.
 */
export class KeySpace {
  /** The bytes that this is a view of. */
  readonly byteStorage: ByteStorage;

  constructor(byteStorage: ByteStorage) {
    this.byteStorage = byteStorage;
  }

  /**
   * Removes a key and answers whether it existed.
   *
   * @example
   * ```ts
   * storage.delete("visits"); // true
   * storage.delete("visits"); // false
   * ```
   */
  delete(key: string): boolean {
    return this.byteStorage.delete(key);
  }

  /**
   * Whether a key exists. Cheaper than `get`, since the value stays where it is.
   *
   * @example
   * ```ts
   * if (!storage.has("created")) storage.set("created", Date.now());
   * ```
   */
  has(key: string): boolean {
    return this.byteStorage.has(key);
  }

  /**
   * The keys that begin with `prefix`, or all keys, in order.
   *
   * Throws `limit-exceeded` when there are more than 10 000 of them: ask for a longer prefix, or use `scanKeys`.
   *
   * @example
   * ```ts
   * storage.keys("users/"); // ["users/ada", "users/bob"]
   * ```
   */
  keys(prefix = ""): string[] {
    return this.byteStorage.keys(prefix);
  }

  /**
   * The keys of a range, in order, however many there are. Needs `storage-ranges`.
   *
   * @example
   * ```ts
   * for (const key of storage.scanKeys("users/", { reverse: true, limit: 10 })) console.log(key);
   * ```
   */
  scanKeys(range: RangeLike = {}, options: ScanOptions = {}): Scan<string> {
    const rest = rangeAfter(rangeOf(range), options);
    return new Scan((walk) => {
      const { keys, cursor } = this.byteStorage.keyPage(rest, { ...walk, reverse: options.reverse });
      const keyAt = (index: number) => keys[index] ?? "";
      return { length: keys.length, keyAt, itemAt: keyAt, cursor };
    }, options);
  }

  /**
   * The number of keys of a range. The host counts them one by one. Needs `storage-ranges`.
   *
   * @example
   * ```ts
   * storage.count("users/"); // 2
   * ```
   */
  count(range: RangeLike = {}): number {
    return this.byteStorage.count(rangeOf(range));
  }

  /**
   * Removes the keys of a range and answers how many there were. Needs `storage-ranges`.
   *
   * Throws `invalid-argument` for a range without any bound: `clear` removes everything.
   *
   * @example
   * ```ts
   * storage.deleteRange("drafts/"); // 3
   * storage.deleteRange({ start: "log/2025", end: "log/2026" }); // 365
   * ```
   */
  deleteRange(range: RangeLike): number {
    return this.byteStorage.deleteRange(rangeOf(range));
  }

  /**
   * The bytes used: the sum of the lengths of all keys, in UTF-8, and of all encoded values.
   *
   * @example
   * ```ts
   * storage.set("a", 1);
   * storage.size(); // 2: one byte of key, one of value
   * ```
   */
  size(): number {
    return this.byteStorage.size();
  }

  /** How full the namespace is and may become. Needs `storage-usage`. */
  usage(): Usage {
    return this.byteStorage.usage();
  }

  /**
   * Removes every key of the component, whatever `Storage` wrote it. Needs admin access.
   *
   * @example
   * ```ts
   * storage.clear();
   * storage.size(); // 0
   * ```
   */
  clear(): void {
    this.byteStorage.clear();
  }

  /**
   * The seconds after which a key expires, rounded up, or `undefined` if it never does. Needs `storage-ttl`.
   *
   * Throws `key-not-found` for an absent key.
   */
  ttl(key: string): number | undefined {
    return this.byteStorage.ttl(key);
  }

  /**
   * Lets a key expire so many seconds from now, sooner or later than it would have. Needs `storage-ttl`.
   *
   * Throws `key-not-found` for an absent key, and `invalid-argument` for a ttl that is no whole number from 1.
   */
  extend(key: string, ttlSeconds: number): void {
    this.byteStorage.extend(key, ttlSeconds);
  }

  /**
   * Lets a key never expire, and answers whether it would have. Needs `storage-ttl`. Throws `key-not-found` for an
   * absent key.
   */
  persist(key: string): boolean {
    return this.byteStorage.persist(key);
  }

  /**
   * Does some work as a transaction of its own inside of the call, and answers what the work answers. When the work
   * throws, what it wrote is undone, in every namespace, and the error goes on; whoever catches it can do something
   * else. Transactions nest, at most 64 deep. Needs `storage-transactions`.
   *
   * Work that answers a promise, or an iterator such as that of a generator or a scan, is undone and a `TypeError`:
   * what they do later would not be part of it.
   *
   * @example
   * ```ts
   * storage.transaction(() => {
   *   storage.increment("accounts/ada", -5);
   *   storage.increment("accounts/bob", 5);
   * });
   * ```
   */
  transaction<T>(work: () => T): T {
    return this.byteStorage.transaction(work);
  }
}
