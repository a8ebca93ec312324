import { BATCH_ITEMS_MAX, StorageError } from "@airssys/protocol";
import { getByteEntry, getManyBytes, incrementKey, writeBatch } from "../binding/batch.ts";
import { enterNamespace, leaveNamespace } from "../binding/namespaces.ts";
import { countKeys, deleteKeys, readKeyPage, readPage } from "../binding/ranges.ts";
import { clearAll, deleteKey, getBytes, hasKey, listKeys, setBytes, usedBytes } from "../binding/storage.ts";
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
  KeyRange,
  PageWalk,
  SetOptions,
  Usage,
} from "../byte-storage/byte-storage.ts";
import { asTransaction } from "../byte-storage/open-transaction.ts";
import { checkedKey } from "../checks/key-check.ts";
import { checkedDelta, checkedLimit, checkedTtl, checkedVersion } from "../checks/number-check.ts";
import { answersLater, answersStepByStep } from "../checks/promise-check.ts";
import { isRefusal } from "../errors/is-refusal.ts";

/**
 * The bytes of a shared namespace, for a component that was granted it: `app:ID`, `user:ID`, `org/ID` or `system`.
 *
 * Every method enters the namespace, acts and leaves it again, which makes three calls of the host out of one. Needs
 * `storage-namespaces`. A name that is none is `invalid-argument`, one that is not granted `permission-denied`; nobody
 * is asked before the first method is called. The empty name is the component's own namespace, as in the contract.
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

/**
 * What the host keeps for this component, in one namespace. Whatever bindings would silently change is refused here.
 */
class HostStorage implements ByteStorage {
  readonly namespace: string | undefined;

  constructor(namespace: string | undefined) {
    this.namespace = namespace;
  }

  shared(namespace: string): ByteStorage {
    return sharedStorage(namespace);
  }

  get(key: string): Uint8Array | undefined {
    checkedKey(key);
    return this.#in(() => getBytes(key));
  }

  set(key: string, value: Uint8Array, { ttlSeconds }: SetOptions = {}): void {
    checkedKey(key);
    const seconds = ttlSeconds === undefined ? undefined : checkedTtl(ttlSeconds);
    this.#in(() => (seconds === undefined ? setBytes(key, value) : setBytesWithTtl(key, value, seconds)));
  }

  delete(key: string): boolean {
    checkedKey(key);
    return this.#in(() => deleteKey(key));
  }

  has(key: string): boolean {
    checkedKey(key);
    return this.#in(() => hasKey(key));
  }

  keys(prefix = ""): string[] {
    checkedKey(prefix);
    return this.#in(() => listKeys(prefix || undefined));
  }

  size(): number {
    return Number(this.#in(usedBytes));
  }

  clear(): void {
    this.#in(clearAll);
  }

  getMany(keys: readonly string[]): (Uint8Array | undefined)[] {
    keys.forEach(checkedKey);
    const values: (Uint8Array | undefined)[] = [];
    for (let from = 0; from < keys.length; from += BATCH_ITEMS_MAX) {
      values.push(...this.#getSome(keys.slice(from, from + BATCH_ITEMS_MAX)));
    }
    return values;
  }

  /** In halves if they are more bytes than one answer may have. */
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
    checkedKey(key);
    return this.#in(() => getByteEntry(key));
  }

  write({ checks = [], writes = [] }: ByteBatch): bigint {
    for (const { key, version } of checks) {
      checkedKey(key);
      if (version !== undefined) checkedVersion(version);
    }
    for (const write of writes) {
      checkedKey(write.key);
      if (write.type === "set" && write.ttlSeconds !== undefined) checkedTtl(write.ttlSeconds);
    }
    return this.#in(() => writeBatch(checks, writes));
  }

  increment(key: string, delta: bigint): bigint {
    checkedKey(key);
    checkedDelta(delta);
    return this.#in(() => incrementKey(key, delta));
  }

  page(range: KeyRange, walk: PageWalk = {}): BytePage {
    checkRange(range);
    checkWalk(walk);
    return this.#in(() => readPage(range, walk));
  }

  keyPage(range: KeyRange, walk: PageWalk = {}): KeyPage {
    checkRange(range);
    checkWalk(walk);
    return this.#in(() => readKeyPage(range, walk));
  }

  count(range: KeyRange): number {
    checkRange(range);
    return Number(this.#in(() => countKeys(range)));
  }

  deleteRange(range: KeyRange): number {
    checkRange(range);
    return Number(this.#in(() => deleteKeys(range)));
  }

  ttl(key: string): number | undefined {
    checkedKey(key);
    const seconds = this.#in(() => getTtl(key));
    return seconds === undefined ? undefined : Number(seconds);
  }

  extend(key: string, ttlSeconds: number): void {
    checkedKey(key);
    const seconds = checkedTtl(ttlSeconds);
    this.#in(() => extendTtl(key, seconds));
  }

  persist(key: string): boolean {
    checkedKey(key);
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

  /** If it cannot be undone, that is what the caller must know first, with the reason as its cause. */
  #undoFor(reason: unknown): void {
    try {
      this.#in(rollBackTransaction);
    } catch (error) {
      throw error instanceof StorageError ? new StorageError(error.payload, { cause: reason }) : error;
    }
  }

  watch(prefix = ""): ByteWatch {
    checkedKey(prefix);
    const watch = this.#in(() => watchPrefix(prefix));
    return {
      poll: (limit = PAGE_MAX) => {
        checkedLimit(limit);
        return this.#in(() => pollWatch(watch, limit));
      },
      close: () => this.#in(() => endWatch(watch)),
    };
  }

  /** Does something in the namespace. Always left again, or what comes next would be done to the wrong keys. */
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

/** Most events of one answer. */
const PAGE_MAX = 1_000;

/** The bytes of this component's own namespace. */
export const hostStorage: ByteStorage = new HostStorage(undefined);

/** What the work answers, unless it goes on after it has answered. */
function workDone<T>(work: () => T): T {
  const result = work();
  if (answersStepByStep(result)) {
    throw new TypeError('"work" of a transaction must not answer an iterator: its steps would come after the commit');
  }
  if (!answersLater(result)) return result;
  result.then(undefined, () => undefined); // what it comes to is of no interest any more
  throw new TypeError('"work" of a transaction must not answer a promise: what it awaits would come after the commit');
}

function checkRange({ prefix, start, end }: KeyRange): void {
  if (prefix !== undefined) checkedKey(prefix);
  if (start !== undefined) checkedKey(start);
  if (end !== undefined) checkedKey(end);
}

function checkWalk({ limit, cursor }: PageWalk): void {
  if (limit !== undefined) checkedLimit(limit);
  if (cursor !== undefined && typeof cursor !== "string") {
    throw new TypeError(`"cursor" expected a string, got ${typeof cursor}`);
  }
}
