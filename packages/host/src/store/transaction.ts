import { type Bytes, keyAfter, prefixEnd, type Write } from "@airssys/backend";
import { StorageError } from "@airssys/protocol";
import { mergeKeys } from "./merge-keys.ts";
import { decodeRecord, encodeRecord, type NamespaceRecord } from "./namespace-record.ts";
import { Overlay } from "./overlay.ts";
import { ask, type Steps } from "./steps.ts";
import { encodeEntry, entryValue, entryValueBytes } from "./stored-entry.ts";
import { GUEST_KEYS, RECORD_KEY, type StoredKey } from "./stored-key.ts";

/**
 * A set of reads and pending writes over one namespace that commits whole or not at all. Reads see its own writes.
 *
 * It is optimistic: the namespace's record is read before anything else, and the commit holds only if the record is still the same, so
 * that of two transactions that overlap one wins and the other writes nothing. Its keys have passed the grammar and its values the limits.
 */
export class Transaction {
  readonly #quotaBytes: number;
  readonly #access: Access;
  readonly #overlay = new Overlay();
  #base: Base | undefined;
  #bytes = 0;
  #keys = 0;

  /** @param quotaBytes most bytes that the namespace may use after a write that adds any. */
  constructor(quotaBytes: number, access: Access = "write") {
    this.#quotaBytes = quotaBytes;
    this.#access = access;
  }

  /** The value of a key, which shares memory with nothing that changes. */
  *get(key: StoredKey): Steps<Bytes | undefined> {
    yield* this.#beginToRead();
    const pending = this.#overlay.get(key);
    if (pending !== undefined) return pending.value;
    const entry = yield* this.#committed(key);
    return entry && entryValue(entry);
  }

  *has(key: StoredKey): Steps<boolean> {
    yield* this.#beginToRead();
    return (yield* this.#valueBytes(key)) !== undefined;
  }

  /** @throws StorageError `quota-exceeded`, and nothing is changed. */
  *set(key: StoredKey, value: Bytes): Steps<void> {
    yield* this.#begin();
    const before = yield* this.#valueBytes(key);
    const added = before === undefined ? key.length + value.length : value.length - before;
    this.#requireQuota(added);
    this.#overlay.put({ key, value });
    this.#bytes += added;
    if (before === undefined) this.#keys++;
  }

  /** Answers whether the key existed. */
  *delete(key: StoredKey): Steps<boolean> {
    yield* this.#begin();
    const before = yield* this.#valueBytes(key);
    if (before === undefined) return false;
    this.#overlay.put({ key, value: undefined });
    this.#bytes -= key.length + before;
    this.#keys--;
    return true;
  }

  /**
   * The keys that begin with a prefix, in order.
   *
   * @throws StorageError `limit-exceeded` if there are more than `countMax`.
   */
  *keys(prefix: StoredKey, countMax: number): Steps<StoredKey[]> {
    yield* this.#beginToRead();
    const lt = prefixEnd(prefix) ?? GUEST_KEYS.lt;
    let gte: Bytes = prefix.length === 0 ? GUEST_KEYS.gte : prefix;
    const keys: StoredKey[] = [];
    for (;;) {
      const page = this.#overlay.isCleared ? EMPTY_PAGE : yield* ask.scan({ gte, lt, keysOnly: true });
      const last = page.entries.at(-1);
      const end = page.isLast || last === undefined ? lt : keyAfter(last.key);
      for (const key of mergeKeys(page.entries, this.#overlay.range(gte, end))) keys.push(key);
      if (keys.length > countMax) throw tooManyKeys(countMax);
      if (end === lt) return keys;
      gte = end;
    }
  }

  /** What the namespace uses, with this transaction's own writes. */
  *usage(): Steps<Usage> {
    yield* this.#begin();
    return { bytes: this.#bytes, keys: this.#keys };
  }

  /** Removes every key. Costs no read, however many there are. */
  *clear(): Steps<void> {
    yield* this.#begin();
    this.#overlay.clear();
    this.#bytes = 0;
    this.#keys = 0;
  }

  /**
   * Writes everything in one commit of the backend. Answers `false`, having written nothing, if another commit to the namespace won.
   * A transaction without writes commits at no cost. Afterwards the transaction is spent.
   */
  *commit(): Steps<boolean> {
    if (this.#overlay.isEmpty) return true;
    const { stored, record } = this.#requireBase();
    const version = record.version + 1;
    return yield* ask.commit({
      checks: [{ key: RECORD_KEY, value: stored }],
      writes: [...this.#writes(version), this.#recordWrite(version)],
    });
  }

  *#writes(version: number): Iterable<Write> {
    if (this.#overlay.isCleared) yield { type: "delete-range", ...GUEST_KEYS };
    for (const { key, value } of this.#overlay.all()) {
      if (value !== undefined) yield { type: "put", key, value: encodeEntry(value, version) };
      else if (!this.#overlay.isCleared) yield { type: "delete", key };
    }
  }

  #recordWrite(version: number): Write {
    return { type: "put", key: RECORD_KEY, value: encodeRecord({ bytes: this.#bytes, keys: this.#keys, version }) };
  }

  /** What is read before a write must not change until the commit; a single read has nothing to be compared with. */
  *#beginToRead(): Steps<void> {
    if (this.#access === "write") yield* this.#begin();
  }

  *#begin(): Steps<void> {
    if (this.#base !== undefined) return;
    const stored = yield* ask.get(RECORD_KEY);
    const record = decodeRecord(stored);
    this.#base = { stored, record };
    this.#bytes = record.bytes;
    this.#keys = record.keys;
  }

  #requireBase(): Base {
    if (this.#base === undefined) throw new Error("a transaction with writes has read the namespace's record");
    return this.#base;
  }

  *#committed(key: StoredKey): Steps<Bytes | undefined> {
    return this.#overlay.isCleared ? undefined : yield* ask.get(key);
  }

  /** The length of a key's value, or `undefined` if it is absent. */
  *#valueBytes(key: StoredKey): Steps<number | undefined> {
    const pending = this.#overlay.get(key);
    if (pending !== undefined) return pending.value?.length;
    const entry = yield* this.#committed(key);
    return entry && entryValueBytes(entry);
  }

  #requireQuota(added: number): void {
    if (added <= 0 || this.#bytes + added <= this.#quotaBytes) return;
    throw new StorageError({
      tag: "quota-exceeded",
      val: { used: BigInt(this.#bytes), quota: BigInt(this.#quotaBytes), requested: BigInt(added) },
    });
  }
}

/** What a transaction is for. One that will do a single read need not read the namespace's record too. */
export type Access = "read" | "write";

/** What a namespace uses: the bytes and the number of its keys. */
export interface Usage {
  readonly bytes: number;
  readonly keys: number;
}

/** The namespace's record as the transaction found it. */
interface Base {
  readonly stored: Bytes | undefined;
  readonly record: NamespaceRecord;
}

const EMPTY_PAGE = { entries: [], isLast: true } as const;

function tooManyKeys(countMax: number): StorageError {
  return new StorageError({
    tag: "limit-exceeded",
    val: `an answer holds at most ${countMax} keys; ask for a longer prefix`,
  });
}
