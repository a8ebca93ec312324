/**
 * Bytes by key in one namespace: the narrow waist under everything typed. `Storage` and collections are built over it,
 * and what changes bytes on their way, such as encryption, is another implementation of it.
 *
 * Keys obey the grammar of the contract; order is that of the bytes of their UTF-8. Bytes that are handed out are the
 * caller's own.
 *
 * Every method may throw a `StorageError`: `permission-denied`, `invalid-key` and `internal-error` always, others as
 * each method says. A key that is no string is a `TypeError`. Beside each method stands the interface of the contract
 * that it needs; those without need `storage` alone.
 */
export interface ByteStorage {
  /** The name of the shared namespace that this is, or `undefined` for the component's own. */
  readonly namespace: string | undefined;

  /**
   * The same kind of storage in a shared namespace: `app:ID`, `user:ID`, `org/ID` or `system`. Nothing is asked of the
   * host yet.
   */
  shared(namespace: string): ByteStorage;

  /** The value of a key, or `undefined` if the key is absent. */
  get(key: string): Uint8Array | undefined;

  /**
   * Gives a key a value, and an expiry if there is a ttl; one that it had is gone otherwise. A ttl needs `storage-ttl`.
   *
   * Throws `value-too-large`, `quota-exceeded`, `limit-exceeded` if the host limits the number of keys,
   * `invalid-argument` for a ttl that is no whole number from 1.
   */
  set(key: string, value: Uint8Array, options?: SetOptions): void;

  /** Removes a key and answers whether it existed. */
  delete(key: string): boolean;

  /** Whether a key exists. */
  has(key: string): boolean;

  /** All keys that begin with a prefix, in order. Throws `limit-exceeded` for more than 10 000. */
  keys(prefix?: string): string[];

  /** The bytes used: the sum of the lengths of all keys, in UTF-8, and of all values. */
  size(): number;

  /** Removes every key of the namespace. Needs admin access. */
  clear(): void;

  /**
   * The values of any number of keys, at the positions of the keys. Needs `storage-batch`: one call of it for each 100
   * keys, and more where values are so long that they are too many bytes for one answer.
   */
  getMany(keys: readonly string[]): (Uint8Array | undefined)[];

  /** The value of a key with its version and expiry, or `undefined` if the key is absent. Needs `storage-batch`. */
  getEntry(key: string): ByteEntry | undefined;

  /**
   * Does all writes, in their order, if all checks hold, and nothing otherwise. Answers the version that the writes
   * carry once they are committed. At most 100 checks and 100 writes. Needs `storage-batch`.
   *
   * Throws `conflict` if a check does not hold, and what `set` throws, `limit-exceeded` for too many items.
   */
  write(batch: ByteBatch): bigint;

  /**
   * Adds to a counter and answers its new value. A counter is the decimal digits of a whole number of 64 bits; an
   * absent key is 0. An expiry stays as it is. Needs `storage-batch`.
   *
   * Throws `invalid-argument` when the value is no counter or the result does not fit; nothing is changed then.
   * `quota-exceeded`.
   */
  increment(key: string, delta: bigint): bigint;

  /**
   * One page of the entries of a range. Needs `storage-ranges`. Throws `invalid-argument` for a cursor of another walk.
   */
  page(range: KeyRange, walk?: PageWalk): BytePage;

  /** The same without values. Takes the cursors of `page` and the other way round. Needs `storage-ranges`. */
  keyPage(range: KeyRange, walk?: PageWalk): KeyPage;

  /** The number of keys of a range. The host counts them one by one. Needs `storage-ranges`. */
  count(range: KeyRange): number;

  /**
   * Removes the keys of a range and answers how many there were. Needs `storage-ranges`. Throws `invalid-argument` for
   * a range without any bound: `clear` removes everything.
   */
  deleteRange(range: KeyRange): number;

  /**
   * The seconds after which a key expires, rounded up, or `undefined` if it never does. Needs `storage-ttl`. Throws
   * `key-not-found` for an absent key.
   */
  ttl(key: string): number | undefined;

  /**
   * Lets a key expire so many seconds from now, sooner or later than it would have. Needs `storage-ttl`. Throws
   * `key-not-found` for an absent key, `invalid-argument` for a ttl that is no whole number from 1.
   */
  extend(key: string, ttlSeconds: number): void;

  /**
   * Lets a key never expire, and answers whether it would have. Needs `storage-ttl`. Throws `key-not-found` for an
   * absent key.
   */
  persist(key: string): boolean;

  /** How full the namespace is, with the call's own writes. Needs `storage-usage`. */
  usage(): Usage;

  /**
   * Does some work as a transaction of its own inside of the call: keeps what it wrote when it returns, and undoes it,
   * in every namespace, when it throws. Transactions nest, at most 64 deep. Needs `storage-transactions`.
   *
   * Work that answers a promise, or an iterator such as that of a generator or a scan, is undone and a `TypeError`:
   * what they do later would not be part of it.
   */
  transaction<T>(work: () => T): T;

  /**
   * Watches the keys that begin with a prefix, from the first commit after this call. Needs `storage-watch`. Throws
   * `limit-exceeded` for more than 32 watches.
   */
  watch(prefix?: string): ByteWatch;
}

/** How a value is set. */
export interface SetOptions {
  /** Seconds from now after which the key expires: a whole number from 1. Never, unless given. */
  readonly ttlSeconds?: number | undefined;
}

/** A value with what is known of it. */
export interface ByteEntry {
  readonly value: Uint8Array;
  /** The number of the commit that wrote it. No two committed values of one key have the same. */
  readonly version: bigint;
  /** When it expires, or `undefined` if never. */
  readonly expiresAt: Date | undefined;
}

/** Writes that are done together if all checks hold. */
export interface ByteBatch {
  readonly checks?: readonly VersionCheck[];
  readonly writes?: readonly ByteWrite[];
}

/** A condition on one key, as it is before the batch. */
export interface VersionCheck {
  readonly key: string;
  /** The version that the key must have; `undefined`: it must be absent. */
  readonly version: bigint | undefined;
}

/** One write of a batch. */
export type ByteWrite =
  | ({ readonly type: "set"; readonly key: string; readonly value: Uint8Array } & SetOptions)
  | { readonly type: "delete"; readonly key: string };

/** Some of the keys. All bounds that are given hold together; without any it is every key. */
export interface KeyRange {
  /** Keys that begin with this. */
  readonly prefix?: string | undefined;
  /** The first key, included. */
  readonly start?: string | undefined;
  /** The first key after the range, excluded. */
  readonly end?: string | undefined;
}

/** How to read one page of a range. */
export interface PageWalk {
  /** From the last key to the first. */
  readonly reverse?: boolean | undefined;
  /** Most entries of the page, 1 to 1 000, which is what it is unless given. */
  readonly limit?: number | undefined;
  /** The cursor of the page before, which belongs to the same range and direction. */
  readonly cursor?: string | undefined;
}

/** Entries in the order of the walk. */
export interface BytePage {
  readonly entries: readonly (readonly [key: string, value: Uint8Array])[];
  /** The cursor of the page that follows; `undefined` if nothing comes after this one. */
  readonly cursor: string | undefined;
}

/** Keys in the order of the walk. */
export interface KeyPage {
  readonly keys: readonly string[];
  /** The cursor of the page that follows; `undefined` if nothing comes after this one. */
  readonly cursor: string | undefined;
}

/** How full a namespace is. */
export interface Usage {
  /** The sum of the lengths of all keys, in UTF-8, and of all values. */
  readonly usedBytes: number;
  /** What `usedBytes` may become. */
  readonly quotaBytes: number;
  readonly keyCount: number;
}

/**
 * Changes of keys, waiting to be taken. A watch belongs to one instance of the component and ends with it; nothing that
 * a transaction does to it is undone.
 */
export interface ByteWatch {
  /**
   * Takes the changes that wait, in the order of their commits: at most `limit` of them, 1 to 1 000, which is what it
   * is unless given. Throws `invalid-argument` once the watch has ended.
   */
  poll(limit?: number): ByteChanges;
  /** Ends the watch and answers whether it had not ended yet. */
  close(): boolean;
}

/** What a watch has to tell. */
export interface ByteChanges {
  readonly changes: readonly ByteChange[];
  /**
   * How many changes after these were missed, at most, because too many had to wait. What comes later is complete
   * again.
   */
  readonly missed: number;
}

/** What a commit made of one key. */
export interface ByteChange {
  readonly key: string;
  /** `expire` is told when the host reclaims the space of an expired key, which may be later than its instant. */
  readonly type: "set" | "delete" | "expire";
  /** The value before; `undefined` if there was none. */
  readonly before: Uint8Array | undefined;
  /** The value after; `undefined` if the key is gone. */
  readonly after: Uint8Array | undefined;
  /** The number of the commit. */
  readonly version: bigint;
}
