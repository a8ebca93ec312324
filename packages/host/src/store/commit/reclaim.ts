import { keyAfter, PAGE_ENTRIES_MAX } from "@airssys/backend";
import { decodeExpiring, EXPIRY_INDEX, type Expiring } from "../format/expiry-index.ts";
import { NEVER } from "../format/stored-entry.ts";
import type { Usage } from "../format/usage.ts";
import type { NamespaceState } from "../read/namespace-state.ts";
import type { Overlay } from "../read/overlay.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";

/** Expired entries that a commit removes beside its writes, the oldest first. */
export interface Reclaimed {
  readonly entries: readonly Expiring[];
  /** No entry that was stored before the commit and stays expires before this instant; `NEVER` if none does. */
  readonly nextExpiry: number;
}

/**
 * Chooses the expired entries that a commit removes: as many bytes and as many keys as it adds, if there are so many.
 * So what is stored does not grow while something can be reclaimed, and the work does not grow with what has expired.
 *
 * @param added bytes and keys that the commit adds to what is stored.
 */
export function* chooseReclaimed(
  engine: Engine,
  { record, now, mayHoldExpired }: NamespaceState,
  overlay: Overlay,
  added: Usage,
): Steps<Reclaimed> {
  if (overlay.isCleared) return { entries: [], nextExpiry: NEVER };
  if (!mayHoldExpired) return { entries: [], nextExpiry: record.nextExpiry };
  const entries: Expiring[] = [];
  let bytes = 0;
  let limit = Math.min(PAGE_ENTRIES_MAX, Math.max(added.keys, 0) + 1);
  for (let gte = EXPIRY_INDEX.gte; ; limit = PAGE_ENTRIES_MAX) {
    const page = yield* answered(engine.scan({ gte, lt: EXPIRY_INDEX.lt, limit }));
    for (const { key, value } of page.entries) {
      const entry = decodeExpiring(key, value);
      if (overlay.get(entry.key) !== undefined) continue; // the write that replaces it removes it
      const isEnough = bytes >= added.bytes && entries.length >= added.keys;
      if (entry.expiresAt > now || isEnough) return { entries, nextExpiry: entry.expiresAt };
      entries.push(entry);
      bytes += entry.key.length + entry.valueBytes;
    }
    const last = page.entries.at(-1);
    if (page.isLast || last === undefined) return { entries, nextExpiry: NEVER };
    gte = keyAfter(last.key) as typeof gte;
  }
}
