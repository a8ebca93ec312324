import { type Bytes, byteString, type Entry, keyAfter } from "@airssys/backend";
import { decodeExpiring, EXPIRY_INDEX } from "./format/expiry-index.ts";
import { decodeRecord, type NamespaceRecord } from "./format/namespace-record.ts";
import { entryExpiresAt, entryValueBytes, entryVersion, NEVER } from "./format/stored-entry.ts";
import { GUEST_KEYS, guestKey, RECORD_KEY, type StoredKey } from "./format/stored-key.ts";
import { answered, type Engine, type Steps } from "./steps/steps.ts";

/** The result of recounting a namespace. */
export interface Verification {
  /** Every difference between what is recorded and what is there, in words. Empty if there is none. */
  readonly faults: readonly string[];
  /** Bytes and keys counted, expired entries included. */
  readonly counted: { readonly bytes: number; readonly keys: number };
}

/**
 * Counts everything that a namespace stores and compares it with its record and its expiry index. Reads every value;
 * answers for the state between two commits, so another commit on the way makes it `undefined`.
 */
export function* verify(engine: Engine): Steps<Verification | undefined> {
  const before = yield* answered(engine.get(RECORD_KEY));
  const record = decodeRecord(before);
  const count = new Count(record);
  yield* eachEntry(engine, GUEST_KEYS, (entry) => count.addEntry(entry));
  yield* eachEntry(engine, EXPIRY_INDEX, (entry) => count.addIndexed(entry));
  const after = decodeRecord(yield* answered(engine.get(RECORD_KEY)));
  return after.version === record.version ? count.result() : undefined;
}

class Count {
  readonly #record: NamespaceRecord;
  readonly #faults: string[] = [];
  /** Expiries of entries that the index has not been seen to hold yet. */
  readonly #unindexed = new Map<string, { readonly expiresAt: number; readonly valueBytes: number }>();
  #bytes = 0;
  #keys = 0;
  #expiredBytes = 0;
  #expiredKeys = 0;

  constructor(record: NamespaceRecord) {
    this.#record = record;
  }

  addEntry({ key, value }: Entry): void {
    const valueBytes = entryValueBytes(value);
    this.#bytes += key.length + valueBytes;
    this.#keys++;
    const expiresAt = entryExpiresAt(value);
    if (expiresAt !== NEVER) this.#unindexed.set(byteString(key), { expiresAt, valueBytes });
    if (entryVersion(value) > this.#record.version) {
      this.#faults.push(
        `${name(key)} has version ${entryVersion(value)}, above the namespace's ${this.#record.version}`,
      );
    }
  }

  addIndexed({ key, value }: Entry): void {
    const indexed = decodeExpiring(key, value);
    if (indexed.expiresAt <= this.#record.expired.until) {
      this.#expiredBytes += indexed.key.length + indexed.valueBytes;
      this.#expiredKeys++;
    }
    const entry = this.#unindexed.get(byteString(indexed.key));
    if (entry?.expiresAt === indexed.expiresAt && entry.valueBytes === indexed.valueBytes) {
      this.#unindexed.delete(byteString(indexed.key));
    } else {
      this.#faults.push(`the expiry index has ${name(indexed.key)} at ${indexed.expiresAt}, where no such entry is`);
    }
    if (this.#record.nextExpiry === NEVER || indexed.expiresAt < this.#record.nextExpiry) {
      this.#faults.push(`${name(indexed.key)} expires at ${indexed.expiresAt}, before the recorded next expiry`);
    }
  }

  result(): Verification {
    const { bytes, keys, expired, instant } = this.#record;
    if (expired.bytes !== this.#expiredBytes || expired.keys !== this.#expiredKeys) {
      const recorded = `${expired.keys} keys of ${expired.bytes} bytes`;
      this.#faults.push(
        `${recorded} are recorded as expired by ${expired.until}, ${this.#expiredKeys} of ${this.#expiredBytes} are`,
      );
    }
    if (expired.until > instant)
      this.#faults.push(`the count of ${expired.until} is later than the instant ${instant}`);
    if (bytes !== this.#bytes) this.#faults.push(`${bytes} bytes are recorded, ${this.#bytes} are there`);
    if (keys !== this.#keys) this.#faults.push(`${keys} keys are recorded, ${this.#keys} are there`);
    if (this.#unindexed.size > 0)
      this.#faults.push(`${this.#unindexed.size} expiring entries are not in the expiry index`);
    return { faults: this.#faults, counted: { bytes: this.#bytes, keys: this.#keys } };
  }
}

function name(key: Bytes): string {
  return JSON.stringify(guestKey(key as StoredKey));
}

function* eachEntry(engine: Engine, range: { gte: Bytes; lt: Bytes }, visit: (entry: Entry) => void): Steps<void> {
  let { gte } = range;
  for (;;) {
    const page = yield* answered(engine.scan({ gte, lt: range.lt }));
    page.entries.forEach(visit);
    const last = page.entries.at(-1);
    if (page.isLast || last === undefined) return;
    gte = keyAfter(last.key);
  }
}
