import { type ByteString, byteString, keyAfter } from "@airssys/backend";
import { decodeExpiring, EXPIRY_INDEX, type Expiring } from "../format/expiry-index.ts";
import type { NamespaceRecord } from "../format/namespace-record.ts";
import { NEVER } from "../format/stored-entry.ts";
import type { StoredKey } from "../format/stored-key.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";

/** What a namespace still stores although it has expired, oldest first, and when the next one expires. */
export class Expired {
  readonly all: readonly Expiring[];
  /** The instant of the first stored entry that has not expired, or {@link NEVER}. */
  readonly nextExpiry: number;
  readonly bytes: number;
  readonly #keys: ReadonlySet<ByteString>;

  constructor(all: readonly Expiring[], nextExpiry: number) {
    this.all = all;
    this.nextExpiry = nextExpiry;
    this.bytes = bytesOf(all);
    this.#keys = new Set(all.map(({ key }) => byteString(key)));
  }

  has(key: StoredKey): boolean {
    return this.#keys.size > 0 && this.#keys.has(byteString(key));
  }
}

/** Used bytes of some entries. */
export function bytesOf(entries: readonly Expiring[]): number {
  return entries.reduce((sum, { key, valueBytes }) => sum + key.length + valueBytes, 0);
}

/**
 * Reads what has expired by `now`, at most `countMax` of it. Costs nothing while nothing has, and otherwise reads the
 * index alone: no value, and nothing that has not expired but the first.
 */
export function* readExpired(
  engine: Engine,
  record: NamespaceRecord,
  now: number,
  countMax = Number.POSITIVE_INFINITY,
): Steps<Expired> {
  if (record.nextExpiry === NEVER || record.nextExpiry > now) return new Expired([], record.nextExpiry);
  const expired: Expiring[] = [];
  let gte = EXPIRY_INDEX.gte;
  for (;;) {
    const page = yield* answered(engine.scan({ gte, lt: EXPIRY_INDEX.lt }));
    for (const { key, value } of page.entries) {
      const entry = decodeExpiring(key, value);
      if (entry.expiresAt > now || expired.length === countMax) return new Expired(expired, entry.expiresAt);
      expired.push(entry);
    }
    const last = expired.at(-1);
    if (page.isLast || last === undefined) return new Expired(expired, NEVER);
    gte = keyAfter(last.indexKey) as typeof gte;
  }
}
