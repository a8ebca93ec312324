import type { Bytes, Check } from "@airssys/backend";
import { StorageError } from "@airssys/protocol";
import type { ChangeFeed } from "../changes/change-feed.ts";
import { conclude, type PreparedCommit, prepareCommit } from "../commit/commit.ts";
import type { StoredRange } from "../format/key-range.ts";
import { type KeyRoom, requireKeyRoom, requireRoomToClear } from "../format/key-room.ts";
import { entryExpiresAt, entryValue, entryValueBytes, entryVersion, NEVER } from "../format/stored-entry.ts";
import type { StoredKey } from "../format/stored-key.ts";
import {
  changedUsage,
  fitsQuota,
  type Quota,
  requireQuota,
  smallerQuota,
  type Usage,
  type UsageChange,
} from "../format/usage.ts";
import { closedEngine } from "../read/closed-engine.ts";
import { liveUsage } from "../read/count-expired.ts";
import { countRange } from "../read/count-range.ts";
import { Gap } from "../read/gap.ts";
import { isPending } from "../read/merge.ts";
import type { NamespaceMemory } from "../read/namespace-memory.ts";
import { checksOfState, isUnchanged, type NamespaceState, readState } from "../read/namespace-state.ts";
import { Overlay, type Pending, type Replaced } from "../read/overlay.ts";
import { isLive, isOfKnownFill } from "../read/read-live.ts";
import { type ReadView, readRange, type SeenPage, type StoredWalk } from "../read/read-range.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";

/** Access mode. A read of known keys in one request may skip the namespace record. */
export type Access = "read" | "write";

/** How a transaction begins. */
export interface Beginning {
  /** The instant of the transaction. Default: now. */
  readonly now?: number;
  /** Origin of the writes; its own watches skip them. */
  readonly origin?: object | undefined;
  /** Limit of the keys that it may change. Default: none. */
  readonly room?: KeyRoom | undefined;
}

/** The namespace of a transaction: engine, quota, clock and watches. */
export interface TransactionPolicy {
  /** Where the namespace is stored. */
  readonly engine: Engine;
  readonly quota: Quota;
  readonly memory: NamespaceMemory;
  /** Where the namespace's commits are told: one for all who use it. */
  readonly feed: ChangeFeed;
}

/** A value with what is known of it. */
export interface StoredValue {
  readonly value: Bytes;
  /**
   * The commit of the namespace that wrote it; for each write of this transaction the number that its commit will have
   * if no other comes first.
   */
  readonly version: number;
  /** When it expires, in milliseconds since 1970 UTC, or `NEVER`. */
  readonly expiresAt: number;
}

/** A place in a transaction to return to. */
export interface Savepoint {
  readonly overlay: Overlay;
  readonly change: Usage;
}

/**
 * A set of reads and pending writes over one namespace that commits whole or not at all. Reads see its own writes, and
 * nothing that has expired.
 *
 * It is optimistic: the namespace's record is read before anything else, and the commit holds only if the record is
 * still the same, so that of two transactions that overlap one wins and the other writes nothing. Its keys have passed
 * the grammar and its values the limits.
 */
export class Transaction {
  #engine: Engine;
  readonly #policy: TransactionPolicy;
  readonly #access: Access;
  readonly #origin: object | undefined;
  readonly #room: KeyRoom | undefined;
  #overlay = new Overlay();
  #gap = new Gap();
  #base: NamespaceState | undefined;
  #now: number;
  /** Usage that the writes add (negative: remove). After a clear it counts from an empty namespace. */
  #change: Usage = NO_CHANGE;
  /** The exact usage before the writes, once it was counted. */
  #usageBefore: Usage | undefined;

  constructor(policy: TransactionPolicy, access: Access, { now = policy.memory.now(), origin, room }: Beginning = {}) {
    this.#engine = policy.engine;
    this.#policy = policy;
    this.#access = access;
    this.#origin = origin;
    this.#room = room;
    this.#now = now;
  }

  /**
   * Returns the instant of the transaction, in milliseconds since 1970 UTC. For it the clock stands still from its
   * beginning.
   */
  *instant(): Steps<number> {
    return (yield* this.#begin()).now;
  }

  /** The value of a key, which shares memory with nothing that changes. */
  *get(key: StoredKey): Steps<Bytes | undefined> {
    if (this.#mustBegin) yield* this.#begin();
    const pending = this.#overlay.get(key);
    if (pending !== undefined) return pending.value && new Uint8Array(pending.value);
    if (this.#overlay.isCleared) return undefined;
    const entry = yield* answered(this.#engine.get(key));
    if (entry !== undefined && this.#mustAskRecord(entry)) {
      yield* this.#begin();
      return yield* this.get(key);
    }
    return entry !== undefined && this.#isLive(entry) ? entryValue(entry) : undefined;
  }

  /**
   * The values of some keys at one instant, at the positions of the keys. They share memory with nothing that changes.
   */
  *getMany(keys: readonly StoredKey[]): Steps<(Bytes | undefined)[]> {
    if (this.#mustBegin) yield* this.#begin();
    const pendings = keys.map((key) => this.#overlay.get(key));
    const asked = this.#overlay.isCleared ? [] : keys.filter((_key, index) => pendings[index] === undefined);
    const answers = asked.length === 0 ? [] : yield* answered(this.#engine.getMany(asked));
    if (answers.some((entry) => entry !== undefined && this.#mustAskRecord(entry))) {
      yield* this.#begin();
      return yield* this.getMany(keys);
    }
    const entries = answers.values();
    return pendings.map((pending) => {
      if (pending !== undefined) return pending.value && new Uint8Array(pending.value);
      // What was asked for comes in the order of the keys; of an emptied namespace nothing comes.
      const entry = entries.next().value;
      return entry !== undefined && this.#isLive(entry) ? entryValue(entry) : undefined;
    });
  }

  /** The value of a key with its version and expiry. */
  *getEntry(key: StoredKey): Steps<StoredValue | undefined> {
    if (this.#mustBegin) yield* this.#begin();
    const pending = this.#overlay.get(key);
    if (pending !== undefined) return this.#storedPending(pending);
    const entry = this.#overlay.isCleared ? undefined : yield* answered(this.#engine.get(key));
    if (entry !== undefined && this.#mustAskRecord(entry)) {
      yield* this.#begin();
      return yield* this.getEntry(key);
    }
    if (entry === undefined || !this.#isLive(entry)) return undefined;
    return { value: entryValue(entry), version: entryVersion(entry), expiresAt: entryExpiresAt(entry) };
  }

  *has(key: StoredKey): Steps<boolean> {
    return (yield* this.get(key)) !== undefined;
  }

  /**
   * Gives a key a value that expires at an instant, or `NEVER`. One that has passed already is as good as a delete.
   *
   * @throws StorageError `quota-exceeded`, `limit-exceeded`, and nothing is changed.
   */
  *set(key: StoredKey, value: Bytes, expiresAt: number = NEVER): Steps<void> {
    if (expiresAt !== NEVER && expiresAt <= (yield* this.instant())) {
      yield* this.delete(key);
      return;
    }
    const before = yield* this.#replaceable(key);
    const added = before.valueBytes === undefined ? key.length + value.length : value.length - before.valueBytes;
    const change = changedUsage(this.#change, added, before.valueBytes === undefined ? 1 : 0);
    if (!before.isPending) requireKeyRoom(this.keysChanged + 1, this.#room);
    yield* this.#requireQuota(change);
    this.#overlay.put({ key, value, expiresAt, replaces: before.replaces });
    this.#change = change;
  }

  /** Answers whether the key existed. @throws StorageError `limit-exceeded`, and nothing is changed. */
  *delete(key: StoredKey): Steps<boolean> {
    const before = yield* this.#replaceable(key);
    if (before.valueBytes === undefined) return false;
    if (!before.isPending) requireKeyRoom(this.keysChanged + 1, this.#room);
    const change = changedUsage(this.#change, -(key.length + before.valueBytes), -1);
    if (before.replaces === undefined)
      this.#overlay.drop(key); // nothing is stored that would have to go
    else this.#overlay.put({ key, value: undefined, expiresAt: NEVER, replaces: before.replaces });
    this.#change = change;
    return true;
  }

  /** One page of a range. */
  *range(range: StoredRange, walk: StoredWalk): Steps<RangePage> {
    const page = yield* readRange(yield* this.#view(), range, { ...walk, keysOnly: false });
    return { entries: this.#rangeEntries(page), isLast: page.isLast };
  }

  /** The keys of one page of a range. */
  *rangeKeys(range: StoredRange, walk: StoredWalk): Steps<KeyPage> {
    const page = yield* readRange(yield* this.#view(), range, { ...walk, keysOnly: true });
    // Keys of guests come back from the engine as they were stored.
    return { keys: page.seen.map(({ key }) => key as StoredKey), isLast: page.isLast };
  }

  /** The number of keys of a range. */
  *count(range: StoredRange): Steps<number> {
    return yield* countRange(yield* this.#view(), range);
  }

  /** Returns the usage of the namespace, with this transaction's own writes and without expired entries. */
  *usage(): Steps<Usage> {
    yield* this.#begin();
    const before = this.#overlay.isCleared ? NO_CHANGE : yield* this.#countBefore();
    return changedUsage(before, this.#change.bytes, this.#change.keys);
  }

  /**
   * The usage before and after the writes; `undefined` if the transaction has not read the namespace record. Expired
   * entries that nobody has counted yet count as used.
   */
  get usageChange(): UsageChange | undefined {
    if (this.#base === undefined) return undefined;
    const expired = this.#policy.memory.expiredCount(this.#base);
    const before = this.#usageBefore ?? changedUsage(this.#base.record, -expired.bytes, -expired.keys);
    const from = this.#overlay.isCleared ? NO_CHANGE : before;
    return { before, after: changedUsage(from, this.#change.bytes, this.#change.keys) };
  }

  /** Returns the quota that holds: the smaller of the one that it runs under and the one stored with the namespace. */
  *quota(): Steps<Quota> {
    return smallerQuota(this.#policy.quota, (yield* this.#begin()).record.quota);
  }

  /** The number of the newest commit that the transaction sees. */
  *version(): Steps<number> {
    return (yield* this.#begin()).record.version;
  }

  /**
   * Removes every key. Costs no read, however many there are. @throws StorageError `limit-exceeded`, and nothing is
   * changed.
   */
  *clear(): Steps<void> {
    const { keys } = (yield* this.#beginWrite()).record; // also those that have expired: the commit removes them too
    requireRoomToClear(keys, this.#room);
    this.#overlay.clear(keys);
    this.#change = NO_CHANGE;
  }

  /**
   * Requires that a key has a version, or is absent. What this transaction has set itself has the version that its
   * commit will have.
   *
   * @throws StorageError `conflict`
   */
  *check(key: StoredKey, version: number | undefined): Steps<void> {
    const entry = yield* this.getEntry(key);
    if (entry?.version !== version) throw new StorageError({ tag: "conflict" });
  }

  savepoint(): Savepoint {
    return { overlay: this.#overlay.copy(), change: this.#change };
  }

  /** Undoes every write since a savepoint, which stays good for another time. */
  rollbackTo({ overlay, change }: Savepoint): void {
    const overlayThen = overlay.copy();
    this.#gap = new Gap();
    this.#overlay = overlayThen;
    this.#change = change;
  }

  /**
   * Writes everything in one commit of the backend. Answers the commit's version; `undefined`, having written nothing,
   * if another commit to the namespace won. Without writes it answers the version that it read, unless that is over:
   * what was read may then come from different instants. Afterwards the transaction is spent.
   *
   * @param engine takes the commit, if not the one that was read from.
   */
  *commit(engine: Engine = this.#engine): Steps<number | undefined> {
    const prepared = yield* this.prepare();
    if (prepared === undefined) return yield* this.#confirm();
    const { plan } = prepared;
    return (yield* conclude(engine, [prepared], plan.batch)) ? plan.version : undefined;
  }

  /** Makes the commit ready to be put to the backend; `undefined` if there is nothing to write. */
  *prepare(): Steps<PreparedCommit | undefined> {
    const base = this.#base;
    if (base === undefined || this.#overlay.isEmpty) return undefined;
    const expired = this.#policy.memory.expiredCount(base);
    const input = { base, overlay: this.#overlay, expired, origin: this.#origin };
    return yield* prepareCommit(this.#engine, input, this.#policy.feed);
  }

  get hasWrites(): boolean {
    return !this.#overlay.isEmpty;
  }

  /** Number of keys that its commit would change. */
  get keysChanged(): number {
    return this.#overlay.keysChanged;
  }

  /** The checks that make a commit fail if anything that was read has changed. */
  get checksOfReads(): readonly Check[] {
    return this.#base === undefined ? [] : checksOfState(this.#base);
  }

  /**
   * The version that was read, if it is still the newest. What has put a single question has read no version and needs
   * none.
   */
  *#confirm(): Steps<number | undefined> {
    if (this.#base === undefined) return 0;
    return (yield* isUnchanged(this.#engine, this.#base)) ? this.#base.record.version : undefined;
  }

  *#begin(): Steps<NamespaceState> {
    if (this.#base !== undefined) return this.#base;
    const base = yield* readState(this.#engine, this.#policy.memory, this.#now);
    if (base.record.state !== "open") this.#engine = closedEngine(this.#engine);
    this.#now = base.now;
    this.#base = base;
    return base;
  }

  /** @throws StorageError `conflict` while the namespace is being filled or removed */
  *#beginWrite(): Steps<NamespaceState> {
    const base = yield* this.#begin();
    if (base.record.state !== "open") throw new StorageError({ tag: "conflict" });
    return base;
  }

  *#countBefore(): Steps<Usage> {
    this.#usageBefore ??= yield* liveUsage(this.#engine, this.#policy.memory, yield* this.#begin());
    return this.#usageBefore;
  }

  /**
   * Requires that the quota has room for a change. While everything that is stored would fit, what has expired need not
   * be counted.
   */
  *#requireQuota(change: Usage): Steps<void> {
    const { record } = yield* this.#begin();
    const quota = smallerQuota(this.#policy.quota, record.quota);
    const stored = this.#overlay.isCleared ? NO_CHANGE : record;
    if (fitsQuota(changedUsage(stored, change.bytes, change.keys), quota)) return;
    const before = this.#overlay.isCleared ? NO_CHANGE : yield* this.#countBefore();
    const now = changedUsage(before, this.#change.bytes, this.#change.keys);
    requireQuota(now, changedUsage(before, change.bytes, change.keys), quota);
  }

  /**
   * Whether the record has to be read first. Reads before a write must not change until the commit. A single read needs
   * no record once its instant is known.
   */
  get #mustBegin(): boolean {
    return this.#base === undefined && (this.#access === "write" || !this.#policy.memory.isKnown);
  }

  #isLive(entry: Bytes): boolean {
    return isLive(entry, this.#policy.memory, this.#now);
  }

  /** Whether an entry counts only if the record says so, which has not been read. */
  #mustAskRecord(entry: Bytes): boolean {
    return this.#base === undefined && !isOfKnownFill(entry, this.#policy.memory);
  }

  /** Returns the entry that a write to a key would replace. */
  *#replaceable(key: StoredKey): Steps<Replaceable> {
    yield* this.#beginWrite();
    const pending = this.#overlay.get(key);
    if (pending !== undefined) {
      return { isPending: true, valueBytes: pending.value?.length, replaces: pending.replaces };
    }
    const entry = this.#overlay.isCleared ? undefined : yield* answered(this.#engine.get(key));
    if (entry === undefined) return { isPending: false, valueBytes: undefined, replaces: undefined };
    const replaces = { valueBytes: entryValueBytes(entry), expiresAt: entryExpiresAt(entry) };
    const valueBytes = this.#isLive(entry) ? replaces.valueBytes : undefined;
    return { isPending: false, valueBytes, replaces };
  }

  #storedPending({ value, expiresAt }: Pending): StoredValue | undefined {
    if (value === undefined || this.#base === undefined) return undefined;
    return { value: new Uint8Array(value), version: this.#base.record.version + 1, expiresAt };
  }

  /** The state through which ranges are read. */
  *#view(): Steps<ReadView> {
    const { now, mayHoldExpired } = yield* this.#begin();
    if (mayHoldExpired) this.#policy.memory.meetExpired(now);
    const expiredAt = mayHoldExpired ? now : undefined;
    return { engine: this.#engine, overlay: this.#overlay, expiredAt, gap: this.#gap };
  }

  #rangeEntries({ seen }: SeenPage): RangeEntry[] {
    return seen.map((each) => {
      if (isPending(each)) return { key: each.key, ...(this.#storedPending(each) as StoredValue) };
      const entry = each.value;
      const key = each.key as StoredKey; // keys of guests come back from the engine as they were stored
      return { key, value: entryValue(entry), version: entryVersion(entry), expiresAt: entryExpiresAt(entry) };
    });
  }
}

/** A page of a range, in the order of the walk. */
export interface RangePage {
  readonly entries: readonly RangeEntry[];
  readonly isLast: boolean;
}

/** The keys of a page of a range, in the order of the walk. */
export interface KeyPage {
  readonly keys: readonly StoredKey[];
  readonly isLast: boolean;
}

/** An entry of a range. */
export interface RangeEntry extends StoredValue {
  readonly key: StoredKey;
}

interface Replaceable {
  /** Whether the transaction has changed the key already. */
  readonly isPending: boolean;
  /** Length of the value that is there now; `undefined` if none is. */
  readonly valueBytes: number | undefined;
  /** The stored entry, expired or not. */
  readonly replaces: Replaced | undefined;
}

const NO_CHANGE: Usage = { bytes: 0, keys: 0 };
