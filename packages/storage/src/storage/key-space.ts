import type { Walk } from "@airssys/protocol";
import type { ByteStorage, Usage } from "../byte-storage/byte-storage.ts";
import { type PrefixOrRange, rangeOf } from "./prefix-or-range.ts";
import { WalkIterator } from "./walk-iterator.ts";

/**
 * The operations on keys, whatever their values are. `Storage` adds those on values.
 *
 * A range is a prefix, or any of `{ prefix, start, end, last }`: keys that begin with `prefix`, from `start` on, before
 * `end`, up to and including `last`.
 */
export class KeySpace {
  /** The bytes behind the values, for what is built over bytes, such as collections. */
  readonly byteStorage: ByteStorage;

  constructor(byteStorage: ByteStorage) {
    this.byteStorage = byteStorage;
  }

  /**
   * Removes a key. Returns whether it existed.
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
   * Returns whether a key exists. Cheaper than `get`, since the value is not read.
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
   * Walks the keys of a range in order, however many there are. The host is asked for pages of 100 and then 1 000 keys.
   * Needs `storage-ranges`; a component without it has {@link KeySpace.listKeys}.
   *
   * @example
   * ```ts
   * [...storage.keys("users/")]; // ["users/ada", "users/bob"]
   * for (const key of storage.keys("users/", { reverse: true, limit: 10 })) console.log(key);
   * ```
   */
  keys(range: PrefixOrRange = {}, walk: Walk = {}): WalkIterator<string> {
    const bounds = rangeOf(range);
    return new WalkIterator(bounds, walk, (pageWalk, cursor) => {
      const page = this.byteStorage.keyPage(bounds, pageWalk, cursor);
      const keyAt = (index: number) => page.keys[index] ?? "";
      return { length: page.keys.length, keyAt, itemAt: keyAt, cursor: page.cursor };
    });
  }

  /**
   * Returns the keys that begin with `prefix`, or all keys, in order: for a component that imports `storage` alone.
   *
   * Throws `limit-exceeded` for more than 10 000 keys.
   *
   * @example
   * ```ts
   * storage.listKeys("users/"); // ["users/ada", "users/bob"]
   * ```
   */
  listKeys(prefix = ""): string[] {
    return this.byteStorage.listKeys(prefix);
  }

  /**
   * Returns the number of keys of a range. The host counts them one by one. Needs `storage-ranges`.
   *
   * @example
   * ```ts
   * storage.count("users/"); // 2
   * ```
   */
  count(range: PrefixOrRange = {}): number {
    return this.byteStorage.count(rangeOf(range));
  }

  /**
   * Removes the keys of a range and returns their number. Needs `storage-ranges`.
   *
   * Throws `invalid-argument` for a range without any bound: `clear` removes everything.
   *
   * @example
   * ```ts
   * storage.deleteRange("drafts/"); // 3
   * storage.deleteRange({ start: "log/2025-01-01", last: "log/2025-12-31" }); // 365
   * ```
   */
  deleteRange(range: PrefixOrRange): number {
    return this.byteStorage.deleteRange(rangeOf(range));
  }

  /**
   * Returns the used bytes of the namespace: the lengths of all its keys, in UTF-8, and of all its encoded values.
   *
   * @example
   * ```ts
   * storage.set("a", 1);
   * storage.usedBytes(); // 2: one byte of key, one of value
   * ```
   */
  usedBytes(): number {
    return this.byteStorage.usedBytes();
  }

  /** Returns the used bytes, the quota and the number of keys of the namespace. Needs `storage-usage`. */
  usage(): Usage {
    return this.byteStorage.usage();
  }

  /**
   * Removes every key of this storage, whichever `Storage` wrote it. It needs admin access for a whole namespace; with
   * a
   * `prefix`, it needs `storage-ranges` and the access to write.
   *
   * @example
   * ```ts
   * storage.clear();
   * storage.usedBytes(); // 0
   * ```
   */
  clear(): void {
    this.byteStorage.clear();
  }

  /**
   * Returns the seconds until a key expires, rounded up, or `undefined` if it never does. Needs `storage-ttl`.
   *
   * Throws `key-not-found` for an absent key.
   */
  ttl(key: string): number | undefined {
    return this.byteStorage.ttl(key);
  }

  /**
   * Sets the expiry of a key to `ttlSeconds` from now, sooner or later than it was. Needs `storage-ttl`.
   *
   * Throws `key-not-found` for an absent key, and `invalid-argument` for a ttl that is no whole number from 1.
   */
  extend(key: string, ttlSeconds: number): void {
    this.byteStorage.extend(key, ttlSeconds);
  }

  /**
   * Removes the expiry of a key. Returns whether it had one. Needs `storage-ttl`. Throws `key-not-found` for an absent
   * key.
   */
  persist(key: string): boolean {
    return this.byteStorage.persist(key);
  }

  /**
   * Runs `work` as a transaction inside of the call and returns its result. If it throws, its writes are undone in
   * every namespace and the error is thrown again; whoever catches it can go on. Transactions nest, at most 64 deep.
   * Needs `storage-transactions`.
   *
   * Work that returns a promise or an iterator is undone, with a `TypeError`: its later steps would run after the
   * commit.
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
