import type { KeyRange, Walk } from "@airssys/protocol";

/**
 * Bytes by key in one namespace. `Storage` and all collections are built over this interface; encryption and views of a
 * prefix implement it over another `ByteStorage`.
 *
 * Keys obey the grammar of the contract and are ordered by the bytes of their UTF-8. Returned bytes belong to the
 * caller.
 *
 * Every method may throw a `StorageError` with the code `permission-denied`, `invalid-key` or `internal-error`; further
 * codes are listed at each method. A key that is no string is a `TypeError`. Each method names the interface of the
 * contract that it needs; methods that name none need `storage` alone.
 */
export interface ByteStorage {
  /** The name of the shared namespace, or `undefined` for the component's own. */
  readonly namespace: string | undefined;

  /** The beginning of every key of this storage in its namespace: empty, unless it is a view of a prefix. */
  readonly prefix: string;

  /**
   * Returns the same kind of storage in a shared namespace: `app:ID`, `user:ID`, `org/ID` or `system`. No host call.
   */
  shared(namespace: string): ByteStorage;

  /** Returns the value of a key, or `undefined` if the key is absent. */
  get(key: string): Uint8Array | undefined;

  /**
   * Sets a key to a value. With `ttlSeconds` the key expires; without it, an earlier expiry is removed. A ttl needs
   * `storage-ttl`.
   *
   * Throws `value-too-large`, `quota-exceeded`, `limit-exceeded` if the host limits the number of keys, and
   * `invalid-argument` for a ttl that is no whole number from 1.
   */
  set(key: string, value: Uint8Array, options?: SetOptions): void;

  /** Removes a key. Returns whether it existed. */
  delete(key: string): boolean;

  /** Returns whether a key exists. */
  has(key: string): boolean;

  /** Returns all keys that begin with a prefix, in order. Throws `limit-exceeded` for more than 10 000. */
  listKeys(prefix?: string): string[];

  /** Returns the used bytes of the namespace: the lengths of all its keys, in UTF-8, and of all its values. */
  usedBytes(): number;

  /**
   * Removes every key of this storage. It needs admin access for a whole namespace; for a view of a prefix, it needs
   * `storage-ranges` and the access to write.
   */
  clear(): void;

  /**
   * Returns the values of any number of keys, in the order of the keys. One host call for each 100 keys, and more if
   * their values exceed the bytes of one answer. Needs `storage-batch`.
   */
  getMany(keys: readonly string[]): (Uint8Array | undefined)[];

  /** Returns the value of a key with its version and expiry, or `undefined` if absent. Needs `storage-batch`. */
  getEntry(key: string): ByteEntry | undefined;

  /**
   * Does all writes in order if all checks hold, and nothing otherwise. Returns the version that the writes get when
   * they are committed. At most 100 checks and 100 writes. Needs `storage-batch`.
   *
   * Throws `conflict` if a check does not hold, `limit-exceeded` for too many items, and what `set` throws.
   */
  write(batch: ByteBatch): bigint;

  /**
   * Adds to a counter and returns its new value. A counter is the decimal digits of a whole number of 64 bits; an
   * absent key counts from 0. An expiry stays. Needs `storage-batch`.
   *
   * Throws `invalid-argument` if the value is no counter or the result exceeds 64 bits, and `quota-exceeded`. Nothing
   * is changed then.
   */
  increment(key: string, delta: bigint): bigint;

  /**
   * Returns one page of the entries of a range. The next page is asked for with the same range and walk, and the cursor
   * of this page. A page has 1 to 1 000 entries, at most `walk.limit`, and ends early after 4 MiB of values. Needs
   * `storage-ranges`. Throws `invalid-argument` for a cursor of another range or direction.
   */
  page(range: KeyRange, walk?: Walk, cursor?: string): BytePage;

  /** Returns one page of the keys of a range. Cursors of `page` and `keyPage` are the same. Needs `storage-ranges`. */
  keyPage(range: KeyRange, walk?: Walk, cursor?: string): KeyPage;

  /** Returns the number of keys of a range. The host counts them one by one. Needs `storage-ranges`. */
  count(range: KeyRange): number;

  /**
   * Removes the keys of a range and returns their number. Needs `storage-ranges`. Throws `invalid-argument` for a range
   * without any bound: `clear` removes everything.
   */
  deleteRange(range: KeyRange): number;

  /**
   * Returns the seconds until a key expires, rounded up, or `undefined` if it never does. Needs `storage-ttl`. Throws
   * `key-not-found` for an absent key.
   */
  ttl(key: string): number | undefined;

  /**
   * Sets the expiry of a key to `ttlSeconds` from now, sooner or later than it was. Needs `storage-ttl`. Throws
   * `key-not-found` for an absent key, `invalid-argument` for a ttl that is no whole number from 1.
   */
  extend(key: string, ttlSeconds: number): void;

  /**
   * Removes the expiry of a key. Returns whether it had one. Needs `storage-ttl`. Throws `key-not-found` for an absent
   * key.
   */
  persist(key: string): boolean;

  /** Returns the usage and quota of the namespace, including the writes of this call. Needs `storage-usage`. */
  usage(): Usage;

  /**
   * Runs `work` as a transaction inside of the call and returns its result. If it throws, its writes are undone in
   * every namespace and the error is thrown again. Transactions nest, at most 64 deep. Needs `storage-transactions`.
   *
   * Work that returns a promise or an iterator is undone, with a `TypeError`: its later steps would run after the
   * commit.
   */
  transaction<T>(work: () => T): T;

  /**
   * Watches the keys that begin with a prefix, from the next commit on. Needs `storage-watch`. Throws
   * `limit-exceeded` for more than 32 watches.
   */
  watch(prefix?: string): ByteWatch;
}

/** Options of a write. */
export interface SetOptions {
  /** Seconds until the key expires: a whole number from 1. Default: it never expires. */
  readonly ttlSeconds?: number | undefined;
}

/** A value with its version and expiry. */
export interface ByteEntry {
  readonly value: Uint8Array;
  /** The number of the commit that wrote the value. No two committed values of one key have the same. */
  readonly version: bigint;
  /** When it expires, or `undefined` if never. */
  readonly expiresAt: Date | undefined;
}

/** Writes that are all done if all checks hold, and none of them otherwise. */
export interface ByteBatch {
  readonly checks?: readonly VersionCheck[];
  readonly writes?: readonly ByteWrite[];
}

/** A condition on one key, in its state before the batch. */
export interface VersionCheck {
  readonly key: string;
  /** The version that the key must have; `undefined` if it must be absent. */
  readonly version: bigint | undefined;
}

/** One write of a batch. */
export type ByteWrite =
  | ({ readonly type: "set"; readonly key: string; readonly value: Uint8Array } & SetOptions)
  | { readonly type: "delete"; readonly key: string };

/** Entries in the order of the walk. */
export interface BytePage {
  readonly entries: readonly (readonly [key: string, value: Uint8Array])[];
  /** The cursor of the next page; `undefined` after the last page. */
  readonly cursor: string | undefined;
}

/** Keys in the order of the walk. */
export interface KeyPage {
  readonly keys: readonly string[];
  /** The cursor of the next page; `undefined` after the last page. */
  readonly cursor: string | undefined;
}

/** Usage and quota of a namespace. */
export interface Usage {
  /** The lengths of all keys, in UTF-8, and of all values. */
  readonly usedBytes: number;
  /** The most that `usedBytes` may become. */
  readonly quotaBytes: number;
  readonly keyCount: number;
}

/**
 * A watch of keys, whose changes wait in a bounded buffer. It belongs to one instance of the component and ends with
 * it. Undoing a transaction does not undo what was done to a watch.
 */
export interface ByteWatch {
  /**
   * Takes the waiting changes in the order of their commits, at most `limit` of them: 1 to 1 000, the default. Throws
   * `invalid-argument` once the watch has ended.
   */
  poll(limit?: number): ByteChanges;
  /** Ends the watch. Returns whether it was still open. */
  close(): boolean;
}

/** Changes taken from a watch. */
export interface ByteChanges {
  readonly changes: readonly ByteChange[];
  /**
   * An upper bound of the changes that were lost after these, because the buffer was full. Later changes are complete
   * again.
   */
  readonly missed: number;
}

/** The change of one key by one commit. */
export interface ByteChange {
  readonly key: string;
  /** `expire` is reported when the host reclaims the space of an expired key, possibly later than its expiry. */
  readonly type: "set" | "delete" | "expire";
  /** The value before the commit; `undefined` if there was none. */
  readonly oldValue: Uint8Array | undefined;
  /** The value after the commit; `undefined` if the key is gone. */
  readonly newValue: Uint8Array | undefined;
  /** The number of the commit. */
  readonly version: bigint;
}
