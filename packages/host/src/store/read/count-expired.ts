import { keyAfter } from "@airssys/backend";
import { decodeExpiring, expiryIndexAfter } from "../format/expiry-index.ts";
import type { ExpiredCount } from "../format/namespace-record.ts";
import type { Usage } from "../format/usage.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";
import type { NamespaceMemory } from "./namespace-memory.ts";
import type { NamespaceState } from "./namespace-state.ts";

/** Works out what a namespace uses without the stored entries that have expired. */
export function* liveUsage(engine: Engine, memory: NamespaceMemory, state: NamespaceState): Steps<Usage> {
  const expired = state.mayHoldExpired ? yield* countExpired(engine, memory, state) : NONE;
  return { bytes: state.record.bytes - expired.bytes, keys: state.record.keys - expired.keys };
}

const NONE = { bytes: 0, keys: 0 };

/**
 * Counts the stored entries that have expired. Goes on from the last count, so that it looks at the index entry of each
 * once, and at no value.
 */
function* countExpired(engine: Engine, memory: NamespaceMemory, state: NamespaceState): Steps<ExpiredCount> {
  const { record, now } = state;
  const counted = memory.expiredCount(state);
  if (counted.until === now) return counted;
  let { bytes, keys } = counted;
  const lt = expiryIndexAfter(now);
  for (let gte = expiryIndexAfter(counted.until); ; ) {
    const page = yield* answered(engine.scan({ gte, lt }));
    for (const { key, value } of page.entries) {
      const entry = decodeExpiring(key, value);
      bytes += entry.key.length + entry.valueBytes;
      keys++;
    }
    const last = page.entries.at(-1);
    if (page.isLast || last === undefined) break;
    gte = keyAfter(last.key);
  }
  const expired = { until: now, bytes, keys };
  memory.keepCount(record.version, expired);
  if (keys > 0) memory.meetExpired(now);
  return expired;
}
