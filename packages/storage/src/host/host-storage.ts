import { BATCH_ITEMS_MAX, type KeyRange, StorageError, type Walk } from "@airssys/protocol";
import { getByteEntry, getManyBytes, incrementKey, writeBatch } from "../binding/batch.ts";
import { enterNamespace, leaveNamespace } from "../binding/namespaces.ts";
import { countRange, deleteRange, readKeyPage, readPage } from "../binding/ranges.ts";
import { clearAll, deleteKey, getBytes, hasKey, listKeys, readUsedBytes, setBytes } from "../binding/storage.ts";
import { beginTransaction, commitTransaction, rollBackTransaction } from "../binding/transactions.ts";
import { extendTtl, getTtl, persistKey, setBytesWithTtl } from "../binding/ttl.ts";
import { readUsage } from "../binding/usage.ts";
import { endWatch, pollWatch, watchPrefix } from "../binding/watch.ts";
import type {
  ByteBatch,
  ByteEntry,
  BytePage,
  ByteStorage,
  ByteWatch,
  KeyPage,
  SetOptions,
  Usage,
} from "../byte-storage/byte-storage.ts";
import { asTransaction } from "../byte-storage/open-transaction.ts";
import { requireKey } from "../checks/key-check.ts";
import { requireDelta, requirePageLimit, requireTtl, requireVersion } from "../checks/number-check.ts";
import { requireSetOptions } from "../checks/option-check.ts";
import { answersLater, answersStepByStep } from "../checks/promise-check.ts";
import { requireRange, requireWalk } from "../checks/range-check.ts";
import { isRefusal } from "../errors/is-refusal.ts";
import { type Bounds, boundsOf } from "../keys/bounds.ts";
import { keyAfterLongest, keyWithSpace } from "../keys/next-key.ts";

/**
 * Returns the bytes of a shared namespace: `app:ID`, `user:ID`, `org/ID` or `system`. The empty name is the component's
 * own namespace, as in the contract.
 *
 * Every method enters the namespace, acts and leaves it: three host calls in place of one. No host call is made before
 * the first method is called; it throws `invalid-argument` for a malformed name and `permission-denied` for a namespace
 * without a grant. Needs `storage-namespaces`.
 *
 * @example
 * ```ts
 * import { sharedStorage, Storage } from "@airssys/storage";
 *
 * const news = new Storage<string>({ byteStorage: sharedStorage("app:news") });
 * news.set("headline", "It rains");
 * ```
 */
export function sharedStorage(namespace: string): ByteStorage {
  if (typeof namespace !== "string") throw new TypeError(`"namespace" expected a string, got ${typeof namespace}`);
  return namespace === "" ? hostStorage : new HostStorage(namespace);
}

/** One namespace of the host. It refuses what bindings would change without an error. */
class HostStorage implements ByteStorage {
  readonly namespace: string | undefined;
  readonly prefix = "";

  constructor(namespace: string | undefined) {
    this.namespace = namespace;
  }

  shared(namespace: string): ByteStorage {
    return sharedStorage(namespace);
  }

  get(key: string): Uint8Array | undefined {
    requireKey(key);
    return this.#in(() => getBytes(key));
  }

  set(key: string, value: Uint8Array, options: SetOptions = {}): void {
    requireSetOptions(options);
    requireKey(key);
    const { ttlSeconds } = options;
    const seconds = ttlSeconds === undefined ? undefined : requireTtl(ttlSeconds);
    this.#in(() => (seconds === undefined ? setBytes(key, value) : setBytesWithTtl(key, value, seconds)));
  }

  delete(key: string): boolean {
    requireKey(key);
    return this.#in(() => deleteKey(key));
  }

  has(key: string): boolean {
    requireKey(key);
    return this.#in(() => hasKey(key));
  }

  listKeys(prefix = ""): string[] {
    requireKey(prefix);
    return this.#in(() => listKeys(prefix || undefined));
  }

  usedBytes(): number {
    return Number(this.#in(readUsedBytes));
  }

  clear(): void {
    this.#in(clearAll);
  }

  getMany(keys: readonly string[]): (Uint8Array | undefined)[] {
    keys.forEach(requireKey);
    const values: (Uint8Array | undefined)[] = [];
    for (let from = 0; from < keys.length; from += BATCH_ITEMS_MAX) {
      values.push(...this.#getSome(keys.slice(from, from + BATCH_ITEMS_MAX)));
    }
    return values;
  }

  /** Asks for each half of the keys if all values exceed the bytes of one answer. */
  #getSome(keys: readonly string[]): (Uint8Array | undefined)[] {
    try {
      return this.#in(() => getManyBytes(keys));
    } catch (error) {
      if (keys.length === 1 || !isRefusal(error, "limit-exceeded")) throw error;
      const half = keys.length >> 1;
      return [...this.#getSome(keys.slice(0, half)), ...this.#getSome(keys.slice(half))];
    }
  }

  getEntry(key: string): ByteEntry | undefined {
    requireKey(key);
    return this.#in(() => getByteEntry(key));
  }

  write({ checks = [], writes = [] }: ByteBatch): bigint {
    for (const { key, version } of checks) {
      requireKey(key);
      if (version !== undefined) requireVersion(version);
    }
    for (const write of writes) {
      requireKey(write.key);
      if (write.type === "set" && write.ttlSeconds !== undefined) requireTtl(write.ttlSeconds);
    }
    return this.#in(() => writeBatch(checks, writes));
  }

  increment(key: string, delta: bigint): bigint {
    requireKey(key);
    requireDelta(delta);
    return this.#in(() => incrementKey(key, delta));
  }

  page(range: KeyRange, walk: Walk = {}, cursor?: string): BytePage {
    requirePage(walk, cursor);
    return this.#inRange(range, walk, (bounds) => readPage(bounds, walk, cursor)) ?? { entries: [], cursor: undefined };
  }

  keyPage(range: KeyRange, walk: Walk = {}, cursor?: string): KeyPage {
    requirePage(walk, cursor);
    return this.#inRange(range, walk, (bounds) => readKeyPage(bounds, walk, cursor)) ?? { keys: [], cursor: undefined };
  }

  count(range: KeyRange): number {
    return Number(this.#inRange(range, {}, countRange) ?? 0n);
  }

  deleteRange(range: KeyRange): number {
    return Number(this.#inRange(range, {}, deleteRange) ?? 0n);
  }

  ttl(key: string): number | undefined {
    requireKey(key);
    const seconds = this.#in(() => getTtl(key));
    return seconds === undefined ? undefined : Number(seconds);
  }

  extend(key: string, ttlSeconds: number): void {
    requireKey(key);
    const seconds = requireTtl(ttlSeconds);
    this.#in(() => extendTtl(key, seconds));
  }

  persist(key: string): boolean {
    requireKey(key);
    return this.#in(() => persistKey(key));
  }

  usage(): Usage {
    return this.#in(readUsage);
  }

  transaction<T>(work: () => T): T {
    this.#in(beginTransaction);
    return asTransaction(() => {
      const result = this.#doneOrUndone(work);
      this.#in(commitTransaction);
      return result;
    });
  }

  #doneOrUndone<T>(work: () => T): T {
    try {
      return workDone(work);
    } catch (error) {
      this.#undoFor(error);
      throw error;
    }
  }

  /** Throws the error of a rollback that fails, with the reason for the rollback as its cause. */
  #undoFor(reason: unknown): void {
    try {
      this.#in(rollBackTransaction);
    } catch (error) {
      throw error instanceof StorageError ? new StorageError(error.payload, { cause: reason }) : error;
    }
  }

  watch(prefix = ""): ByteWatch {
    requireKey(prefix);
    const watch = this.#in(() => watchPrefix(prefix));
    return {
      poll: (limit = PAGE_MAX) => {
        requirePageLimit(limit);
        return this.#in(() => pollWatch(watch, limit));
      },
      close: () => this.#in(() => endWatch(watch)),
    };
  }

  /**
   * Acts on the bounds of a range in the terms of the contract, which ends before a key. Where the key after `last` or
   * `after` is longer than the host allows, nothing extends that key, and another key comes next. Returns `undefined`
   * if the range is empty.
   */
  #inRange<Answer>(range: KeyRange, walk: Walk, act: (bounds: Bounds) => Answer): Answer | undefined {
    requireRange(range);
    try {
      return this.#inBounds(boundsOf(range, walk, keyWithSpace), act);
    } catch (error) {
      if (!isRefusal(error, "invalid-key") || (range.last ?? walk.after) === undefined) throw error;
      return this.#inBounds(boundsOf(range, walk, keyAfterLongest), act);
    }
  }

  #inBounds<Answer>(bounds: Bounds | undefined, act: (bounds: Bounds) => Answer): Answer | undefined {
    return bounds && this.#in(() => act(bounds));
  }

  /** Acts in the namespace, and leaves it whatever happens: the next call would go to the wrong keys otherwise. */
  #in<Answer>(act: () => Answer): Answer {
    if (this.namespace === undefined) return act();
    enterNamespace(this.namespace);
    try {
      return act();
    } finally {
      leaveNamespace();
    }
  }
}

/** The most events that one poll returns. */
const PAGE_MAX = 1_000;

/** The bytes of this component's own namespace. */
export const hostStorage: ByteStorage = new HostStorage(undefined);

/** Runs the work and returns its result, unless it goes on after it has returned. */
function workDone<T>(work: () => T): T {
  const result = work();
  if (answersStepByStep(result)) {
    throw new TypeError('"work" of a transaction must not return an iterator: its steps would run after the commit');
  }
  if (!answersLater(result)) return result;
  result.then(undefined, () => undefined); // its own failure would be reported as unhandled
  throw new TypeError('"work" of a transaction must not return a promise: what it awaits would run after the commit');
}

function requirePage(walk: Walk, cursor: string | undefined): void {
  requireWalk(walk);
  if (walk.limit !== undefined) requirePageLimit(walk.limit);
  if (cursor !== undefined && typeof cursor !== "string") {
    throw new TypeError(`"cursor" expected a string, got ${typeof cursor}`);
  }
}
