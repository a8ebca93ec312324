import type { Answer, Bytes, Mode } from "@airssys/backend";
import { PAGE_ENTRIES_MAX } from "@airssys/backend";
import { type KeyRange, type Limits, StorageError, type Walk } from "@airssys/protocol";
import {
  boundedRange,
  checkedKey,
  checkedRange,
  ownedValue,
  requireKnownNames,
  requireValue,
} from "./format/key-check.ts";
import { rangeAfter } from "./format/key-range.ts";
import { NEVER } from "./format/stored-entry.ts";
import { guestKey } from "./format/stored-key.ts";
import type { Usage } from "./format/usage.ts";
import type { Steps } from "./steps/steps.ts";
import { deleteRange, listKeys } from "./transaction/list-keys.ts";
import type { Access, RangeEntry, StoredValue, Transaction } from "./transaction/transaction.ts";

/** When a key is to expire: so many seconds from now, at an instant in milliseconds since 1970 UTC, or never. */
export type Expiry = { readonly ttlSeconds: number } | { readonly expiresAt: number } | "never";

/** A value with what is known of it. */
export interface ValueEntry {
  readonly value: Bytes;
  /**
   * The commit of the namespace that wrote it. No other committed value of the key ever had this version.
   *
   * A value that was set by the transaction which reads it has none yet: told is the version that the transaction's
   * commit will have unless another comes first, the same for everything that it writes.
   */
  readonly version: number;
  /** When it expires, in milliseconds since 1970 UTC; `undefined` if it never does. */
  readonly expiresAt: number | undefined;
}

/** An entry of a range. */
export interface KeyedEntry extends ValueEntry {
  readonly key: string;
}

/** A page of a range: entries in the order of the walk. It ends early once its values take 4 MiB. */
export interface EntryPage {
  readonly entries: readonly KeyedEntry[];
  /** The key after which the next page begins: `after` of its walk. `undefined` if nothing is left. */
  readonly after: string | undefined;
}

/**
 * What can be done with the keys of a namespace, alone or inside a transaction. Answers come at once over an embedded
 * engine and with a promise over the others.
 *
 * Every method may throw a `StorageError` with `invalid-key`, or what the backend throws when it fails.
 */
export interface StoreOperations<M extends Mode> {
  /** The value of a key, or `undefined`. */
  get(key: string): Answer<M, Bytes | undefined>;
  /** The values that some keys have at one instant, at the positions of the keys. */
  getMany(keys: readonly string[]): Answer<M, (Bytes | undefined)[]>;
  /** The value of a key with its version and expiry, or `undefined`. */
  getEntry(key: string): Answer<M, ValueEntry | undefined>;
  /** Whether a key exists. */
  has(key: string): Answer<M, boolean>;
  /**
   * Gives a key a value. Without an expiry the value stays, also where one was that would have expired.
   *
   * @throws StorageError `value-too-large`, `quota-exceeded`, `limit-exceeded` for the number of keys,
   * `invalid-argument` for the expiry
   */
  set(key: string, value: Bytes, expiry?: Expiry): Answer<M, void>;
  /** Removes a key and answers whether it existed. */
  delete(key: string): Answer<M, boolean>;
  /**
   * Gives an existing key another expiry, or none. Answers whether the key exists. @throws StorageError
   * `invalid-argument`
   */
  setExpiry(key: string, expiry: Expiry): Answer<M, boolean>;
  /** All keys of a range, in order. @throws StorageError `limit-exceeded` if there are more than the limits allow */
  keys(range?: KeyRange): Answer<M, string[]>;
  /**
   * Reads one page of a range: 1 000 entries, or as few as `limit` says.
   *
   * @throws StorageError `invalid-argument` for a limit that is not from 1 to 1 000
   */
  range(range?: KeyRange, walk?: Walk): Answer<M, EntryPage>;
  /** The number of keys of a range. */
  count(range?: KeyRange): Answer<M, number>;
  /**
   * Removes the keys of a range and answers how many there were. @throws TypeError for a range without a bound: that is
   * `clear`
   */
  deleteRange(range: KeyRange): Answer<M, number>;
  /** Removes every key, at a cost that does not grow with their number until the commit. */
  clear(): Answer<M, void>;
  /** Returns the exact usage of the namespace, without reading its keys. */
  usage(): Answer<M, Usage>;
}

/** Gives work a transaction to run in and answers its result. */
export type Run<M extends Mode> = <T>(access: Access, work: (transaction: Transaction) => Steps<T>) => Answer<M, T>;

/** The operations, over whatever transaction `run` gives them. */
export function storeOperations<M extends Mode>(run: Run<M>, limits: Limits): StoreOperations<M> {
  const key = (text: string) => checkedKey(text, limits);
  const range = (of: KeyRange) => checkedRange(of, limits);
  return {
    get: (name) => run("read", (transaction) => transaction.get(key(name))),
    getMany: (names) => run("read", (transaction) => transaction.getMany(names.map(key))),
    getEntry: (name) => run("read", (transaction) => getEntry(transaction, name, limits)),
    has: (name) => run("read", (transaction) => transaction.has(key(name))),
    set(name, value, expiry) {
      const owned = ownedValue(value, limits); // work may have to wait for its turn
      return run("write", (transaction) => set(transaction, name, owned, expiry, limits));
    },
    delete: (name) => run("write", (transaction) => transaction.delete(key(name))),
    setExpiry: (name, expiry) => run("write", (transaction) => setExpiry(transaction, name, expiry, limits)),
    keys: (of = {}) => run("read", (transaction) => listKeys(transaction, range(of), limits.keysPerAnswerMax)),
    range: (of = {}, walk = {}) => run("read", (transaction) => readPage(transaction, of, walk, limits)),
    count: (of = {}) => run("read", (transaction) => transaction.count(range(of))),
    deleteRange: (of) => run("write", (transaction) => deleteRange(transaction, boundedRange(of, limits))),
    clear: () => run("write", (transaction) => transaction.clear()),
    usage: () => run("read", (transaction) => transaction.usage()),
  };
}

function* getEntry(transaction: Transaction, key: string, limits: Limits): Steps<ValueEntry | undefined> {
  const stored = yield* transaction.getEntry(checkedKey(key, limits));
  return stored && valueEntry(stored);
}

function* set(
  transaction: Transaction,
  key: string,
  value: Bytes,
  expiry: Expiry | undefined,
  limits: Limits,
): Steps<void> {
  const stored = checkedKey(key, limits);
  requireValue(value, limits);
  yield* transaction.set(stored, value, yield* instantOf(expiry ?? "never", transaction));
}

function* setExpiry(transaction: Transaction, key: string, expiry: Expiry, limits: Limits): Steps<boolean> {
  const stored = checkedKey(key, limits);
  const instant = yield* instantOf(expiry, transaction);
  const entry = yield* transaction.getEntry(stored);
  if (entry === undefined) return false;
  yield* transaction.set(stored, entry.value, instant);
  return true;
}

function* readPage(transaction: Transaction, of: KeyRange, walk: Walk, limits: Limits): Steps<EntryPage> {
  requireKnownNames("walk", walk, WALK_NAMES);
  const { reverse = false, limit = PAGE_ENTRIES_MAX, after } = walk;
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_ENTRIES_MAX) {
    const rule = `a page has 1 to ${PAGE_ENTRIES_MAX} entries, got a limit of ${limit}`;
    throw new StorageError({ tag: "invalid-argument", val: rule });
  }
  const whole = checkedRange(of, limits);
  const rest = after === undefined ? whole : rangeAfter(whole, checkedKey(after, limits), reverse);
  const page = yield* transaction.range(rest, { reverse, limit });
  const entries = page.entries.map(keyedEntry);
  const last = entries.at(-1)?.key;
  return { entries, after: page.isLast ? undefined : last };
}

const WALK_NAMES = ["reverse", "limit", "after"] as const satisfies (keyof Walk)[];

/** Names each property: a spread of {@link valueEntry} takes as long as reading the entry. */
function keyedEntry({ key, value, version, expiresAt }: RangeEntry): KeyedEntry {
  return { key: guestKey(key), value, version, expiresAt: expiresAt === NEVER ? undefined : expiresAt };
}

function valueEntry({ value, version, expiresAt }: StoredValue): ValueEntry {
  return { value, version, expiresAt: expiresAt === NEVER ? undefined : expiresAt };
}

/** The last instant that a stored entry can name. */
const INSTANT_MAX = Number.MAX_SAFE_INTEGER;

function* instantOf(expiry: Expiry, transaction: Transaction): Steps<number> {
  if (expiry === "never") return NEVER;
  const now = yield* transaction.instant();
  const instant = "ttlSeconds" in expiry ? Math.ceil(now + expiry.ttlSeconds * 1_000) : expiry.expiresAt;
  const isGood = "ttlSeconds" in expiry ? expiry.ttlSeconds > 0 : Number.isInteger(instant) && instant > 0;
  if (isGood && instant <= INSTANT_MAX) return instant;
  const rule = "an expiry is a ttl of more than 0 seconds, or a whole number of milliseconds since 1970";
  throw new StorageError({ tag: "invalid-argument", val: `${rule}, got ${JSON.stringify(expiry)}` });
}
