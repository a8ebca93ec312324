import { type Bytes, COUNT_KEYS_MAX, type KeyBounds, type KeyCount } from "@airssys/backend";
import type { Transaction } from "lmdb";
import type { Environment } from "./environment.ts";
import { keyRange } from "./key-range.ts";

/**
 * Counts the keys of a range, up to {@link COUNT_KEYS_MAX}. lmdb counts a whole range by itself, however large it is.
 * To stop in time, this skips some keys at once as long as the range goes on behind them: first a few, because the skip
 * passes as many keys of others where the range ends sooner.
 */
export function countKeys(data: Environment["data"], { gte, lt }: KeyBounds, transaction?: Transaction): KeyCount {
  const end = lt && { lt };
  let keys = 0;
  let next = gte;
  for (let skipped = SKIPPED_FIRST; keys < COUNT_KEYS_MAX; skipped = Math.min(keys * 9, SKIPPED_MAX)) {
    const bounds = keyRange({ ...(next && { gte: next }), ...end });
    if (bounds === undefined) return { keys, next: undefined };
    const rest = { ...bounds, ...(transaction && { transaction }) };
    const [found] = data.getKeys({ ...rest, offset: skipped, limit: 1 }) as Iterable<Bytes>;
    if (found === undefined) return { keys: keys + data.getKeysCount(rest), next: undefined };
    keys += skipped;
    next = found;
  }
  return { keys, next };
}

/** Keys skipped at once: 100, then 900, then 1 000 each time. */
const SKIPPED_FIRST = 100;
const SKIPPED_MAX = 1_000;
