import { type KeyRange, rangeUnder, type Walk } from "@airssys/protocol";
import { requireKey, requireWholeKey } from "../checks/key-check.ts";
import { requireRange, requireWalk } from "../checks/range-check.ts";
import { invalidArgument } from "../errors/invalid-argument.ts";
import type {
  ByteBatch,
  ByteChange,
  ByteEntry,
  BytePage,
  ByteStorage,
  ByteWatch,
  ByteWrite,
  KeyPage,
  SetOptions,
  Usage,
} from "./byte-storage.ts";

/**
 * Returns a view of a storage on the keys that begin with a prefix: each key `k` of the view is the key `prefix + k` of
 * the storage. Everything works through it, with these differences:
 *
 * - A key of the view is as much shorter than the limit of the host as the prefix is long.
 * - `usedBytes` and `usage` are those of the whole namespace, to which the quota applies.
 * - `clear` removes the keys of the view alone. It needs `storage-ranges` and the access to write.
 * - A transaction undoes writes outside of the view as well.
 *
 * A view of a view has both prefixes. Throws `invalid-key` for a prefix that breaks the rules of keys.
 *
 * @example
 * ```ts
 * import { hostStorage, prefixedStorage, Storage } from "@airssys/storage";
 *
 * const drafts = new Storage<string>({ byteStorage: prefixedStorage(hostStorage, "drafts/") });
 * drafts.set("1", "Dear Ada"); // stored under "drafts/1"
 * ```
 */
export function prefixedStorage(byteStorage: ByteStorage, prefix: string): ByteStorage {
  requireKey(prefix);
  return prefix === "" ? byteStorage : new PrefixedStorage(byteStorage, prefix);
}

class PrefixedStorage implements ByteStorage {
  readonly namespace: string | undefined;
  readonly prefix: string;
  readonly #inner: ByteStorage;
  readonly #prefix: string;

  constructor(inner: ByteStorage, prefix: string) {
    this.namespace = inner.namespace;
    this.prefix = inner.prefix + prefix;
    this.#inner = inner;
    this.#prefix = prefix;
  }

  shared(namespace: string): ByteStorage {
    return new PrefixedStorage(this.#inner.shared(namespace), this.#prefix);
  }

  get(key: string): Uint8Array | undefined {
    return this.#inner.get(this.#outer(key));
  }

  set(key: string, value: Uint8Array, options?: SetOptions): void {
    this.#inner.set(this.#outer(key), value, options);
  }

  delete(key: string): boolean {
    return this.#inner.delete(this.#outer(key));
  }

  has(key: string): boolean {
    return this.#inner.has(this.#outer(key));
  }

  listKeys(prefix = ""): string[] {
    requireKey(prefix);
    return this.#inner.listKeys(this.#prefix + prefix).map((key) => this.#own(key));
  }

  usedBytes(): number {
    return this.#inner.usedBytes();
  }

  clear(): void {
    this.#inner.deleteRange({ prefix: this.#prefix });
  }

  getMany(keys: readonly string[]): (Uint8Array | undefined)[] {
    return this.#inner.getMany(keys.map((key) => this.#outer(key)));
  }

  getEntry(key: string): ByteEntry | undefined {
    return this.#inner.getEntry(this.#outer(key));
  }

  write({ checks = [], writes = [] }: ByteBatch): bigint {
    return this.#inner.write({
      checks: checks.map((check) => ({ ...check, key: this.#outer(check.key) })),
      writes: writes.map((write): ByteWrite => ({ ...write, key: this.#outer(write.key) })),
    });
  }

  increment(key: string, delta: bigint): bigint {
    return this.#inner.increment(this.#outer(key), delta);
  }

  page(range: KeyRange, walk: Walk = {}, cursor?: string): BytePage {
    const page = this.#inner.page(this.#outerRange(range), this.#outerWalk(walk), cursor);
    return { entries: page.entries.map((entry) => this.#ownEntry(entry)), cursor: page.cursor };
  }

  keyPage(range: KeyRange, walk: Walk = {}, cursor?: string): KeyPage {
    const page = this.#inner.keyPage(this.#outerRange(range), this.#outerWalk(walk), cursor);
    return { keys: page.keys.map((key) => this.#own(key)), cursor: page.cursor };
  }

  count(range: KeyRange): number {
    return this.#inner.count(this.#outerRange(range));
  }

  deleteRange(range: KeyRange): number {
    const outer = this.#outerRange(range);
    const { prefix = "", start, end, last } = range;
    if (prefix === "" && start === undefined && end === undefined && last === undefined)
      throw invalidArgument("a range to remove has a bound; clear removes everything");
    return this.#inner.deleteRange(outer);
  }

  ttl(key: string): number | undefined {
    return this.#inner.ttl(this.#outer(key));
  }

  extend(key: string, ttlSeconds: number): void {
    this.#inner.extend(this.#outer(key), ttlSeconds);
  }

  persist(key: string): boolean {
    return this.#inner.persist(this.#outer(key));
  }

  usage(): Usage {
    return this.#inner.usage();
  }

  transaction<T>(work: () => T): T {
    return this.#inner.transaction(work);
  }

  watch(prefix = ""): ByteWatch {
    requireKey(prefix);
    const watch = this.#inner.watch(this.#prefix + prefix);
    return {
      poll: (limit) => {
        const { changes, missed } = watch.poll(limit);
        return { changes: changes.map((change) => this.#ownChange(change)), missed };
      },
      close: () => watch.close(),
    };
  }

  /** Checks a key by itself, since what breaks a rule alone may be fine behind the prefix, or join with it. */
  #outer(key: string): string {
    requireWholeKey(key);
    return this.#prefix + key;
  }

  #own(key: string): string {
    return key.slice(this.#prefix.length);
  }

  #outerRange(range: KeyRange): KeyRange {
    requireRange(range);
    return rangeUnder(this.#prefix, range);
  }

  #outerWalk(walk: Walk): Walk {
    requireWalk(walk);
    return walk.after === undefined ? walk : { ...walk, after: this.#prefix + walk.after };
  }

  /** Key and value stay unread until they are asked for: in an encrypted storage, either may not open. */
  #ownEntry(entry: BytePage["entries"][number]): BytePage["entries"][number] {
    return Object.defineProperties([] as unknown as [string, Uint8Array], {
      0: { get: () => this.#own(entry[0]), enumerable: true },
      1: { get: () => entry[1], enumerable: true },
    });
  }

  #ownChange(change: ByteChange): ByteChange {
    const own = (key: string) => this.#own(key);
    return {
      type: change.type,
      version: change.version,
      get key() {
        return own(change.key);
      },
      get oldValue() {
        return change.oldValue;
      },
      get newValue() {
        return change.newValue;
      },
    };
  }
}
