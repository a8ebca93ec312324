import { StorageError } from "@airssys/protocol";
import type { Expiry, KeyRange, Quota, Usage } from "../../src/index.ts";

// What a namespace is supposed to do, slow and obvious: a map, copied for each transaction.

/** An entry as the model keeps it. */
export interface ModelEntry {
  readonly value: Uint8Array;
  readonly version: number;
  readonly expiresAt: number | undefined;
}

type Entries = ReadonlyMap<string, ModelEntry>;

/** A namespace. Entries that have expired stay stored until a commit that adds something, a sweep or an overwrite. */
export class StoreModel {
  version = 0;
  readonly quota: Quota;
  #stored: Entries = new Map();

  constructor(quota: Quota) {
    this.quota = quota;
  }

  begin(now: number): TransactionModel {
    return new TransactionModel(this, now, this.#stored);
  }

  /**
   * A commit with anything to write takes the next version. It removes, oldest first, as many bytes and as many keys
   * that have expired as it adds.
   */
  commit(transaction: TransactionModel): void {
    if (!transaction.hasWritten) return;
    const after = transaction.storedAfter();
    const [before, then] = [usageOf(this.#stored), usageOf(after)];
    const room = { bytes: then.bytes - before.bytes, keys: then.keys - before.keys };
    for (const [key, { value }] of this.#expired(after, transaction.now)) {
      if (room.bytes <= 0 && room.keys <= 0) break;
      after.delete(key);
      room.bytes -= Buffer.byteLength(key) + value.length;
      room.keys--;
    }
    this.#stored = after;
    this.version++;
  }

  /** Removes the entries that expired first. */
  sweep(now: number, countMax: number): number {
    const swept = this.#expired(this.#stored, now).slice(0, countMax);
    if (swept.length > 0) this.version++;
    this.#stored = new Map([...this.#stored].filter(([key]) => !swept.some(([gone]) => gone === key)));
    return swept.length;
  }

  /** What is stored, expired entries included. */
  counted(): Usage {
    return usageOf(this.#stored);
  }

  #expired(entries: Entries, now: number): [string, ModelEntry][] {
    const live = liveAt(entries, now);
    return [...entries].filter(([key]) => !live.has(key)).sort(byExpiry);
  }
}

/** A transaction: its own map, thrown away or kept. */
export class TransactionModel {
  entries: Map<string, ModelEntry>;
  readonly now: number;
  readonly #store: StoreModel;
  readonly #stored: Entries;
  #isCleared = false;
  #written = new Set<string>();

  constructor(store: StoreModel, now: number, stored: Entries) {
    this.#store = store;
    this.#stored = stored;
    this.now = now;
    this.entries = new Map(liveAt(stored, now));
  }

  /** Whether there is anything to commit. A key that was neither there before nor is now leaves nothing. */
  get hasWritten(): boolean {
    return this.#isCleared || [...this.#written].some((key) => this.entries.has(key) || this.#stored.has(key));
  }

  /** Everything that is stored once it is committed, expired entries included. */
  storedAfter(): Map<string, ModelEntry> {
    const after = new Map(this.#isCleared ? [] : this.#stored);
    for (const key of this.#written) {
      const entry = this.entries.get(key);
      if (entry === undefined) after.delete(key);
      else after.set(key, entry);
    }
    return after;
  }

  get(key: string): ModelEntry | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: Uint8Array, expiry: Expiry): void {
    const expiresAt = instantOf(expiry, this.now);
    if (expiresAt !== undefined && expiresAt <= this.now) {
      this.delete(key);
      return;
    }
    const after = new Map(this.entries).set(key, { value, version: this.#store.version + 1, expiresAt });
    requireRoom(usageOf(this.entries), usageOf(after), this.#store.quota);
    this.entries = after;
    this.#written.add(key);
  }

  delete(key: string): boolean {
    const existed = this.entries.delete(key);
    if (existed) this.#written.add(key);
    return existed;
  }

  setExpiry(key: string, expiry: Expiry): boolean {
    const entry = this.entries.get(key);
    if (entry !== undefined) this.set(key, entry.value, expiry);
    return entry !== undefined;
  }

  deleteRange(range: KeyRange): number {
    const keys = this.keys(range);
    for (const key of keys) this.delete(key);
    return keys.length;
  }

  clear(): void {
    this.entries = new Map();
    this.#written = new Set();
    this.#isCleared = true;
  }

  keys({ prefix = "", start, end, last }: KeyRange = {}): string[] {
    return [...this.entries.keys()]
      .filter((key) => key.startsWith(prefix))
      .filter((key) => start === undefined || compareKeys(key, start) >= 0)
      .filter((key) => end === undefined || compareKeys(key, end) < 0)
      .filter((key) => last === undefined || compareKeys(key, last) <= 0)
      .sort(compareKeys);
  }

  usage(): Usage {
    return usageOf(this.entries);
  }

  savepoint(): () => void {
    const [entries, isCleared, written] = [new Map(this.entries), this.#isCleared, new Set(this.#written)];
    return () => {
      this.entries = new Map(entries);
      this.#isCleared = isCleared;
      this.#written = new Set(written);
    };
  }
}

/** The order of keys: that of their bytes in UTF-8. */
function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function liveAt(entries: Entries, now: number): Entries {
  return new Map([...entries].filter(([, { expiresAt }]) => expiresAt === undefined || expiresAt > now));
}

function usageOf(entries: Entries): Usage {
  let bytes = 0;
  for (const [key, { value }] of entries) bytes += Buffer.byteLength(key) + value.length;
  return { bytes, keys: entries.size };
}

function requireRoom(before: Usage, after: Usage, quota: Quota): void {
  if (after.keys > before.keys && after.keys > quota.keys) throw new StorageError({ tag: "limit-exceeded", val: "" });
  if (after.bytes > before.bytes && after.bytes > quota.bytes) {
    throw new StorageError({ tag: "quota-exceeded", val: { used: 0n, quota: 0n, requested: 0n } });
  }
}

function instantOf(expiry: Expiry, now: number): number | undefined {
  if (expiry === "never") return undefined;
  return "ttlSeconds" in expiry ? now + expiry.ttlSeconds * 1_000 : expiry.expiresAt;
}

function byExpiry(a: [string, ModelEntry], b: [string, ModelEntry]): number {
  return (a[1].expiresAt ?? 0) - (b[1].expiresAt ?? 0) || compareKeys(a[0], b[0]);
}
