import { sweepWrites } from "./commit-batch.ts";
import { readExpired } from "./expired.ts";
import { decodeRecord, encodeRecord } from "./namespace-record.ts";
import { ask, type Steps } from "./steps.ts";
import { RECORD_KEY } from "./stored-key.ts";

/** Most expired entries that one step of sweeping removes unless told otherwise. */
export const SWEPT_PER_STEP = 1_000;

/**
 * Removes what has expired by `now`, at most `countMax` entries, in one commit. Answers how many; `undefined`, having removed nothing, if another
 * commit won.
 *
 * Nobody can see what it removes, so it changes no answer: it gives space back, and keeps the work small of those who count.
 */
export function* sweep(now: number, countMax: number): Steps<number | undefined> {
  const stored = yield* ask.get(RECORD_KEY);
  const record = decodeRecord(stored);
  const expired = yield* readExpired(record, now, countMax);
  if (expired.all.length === 0) return 0;
  const swept = {
    bytes: record.bytes - expired.bytes,
    keys: record.keys - expired.all.length,
    version: record.version + 1,
    nextExpiry: expired.nextExpiry,
  };
  const isCommitted = yield* ask.commit({
    checks: [{ key: RECORD_KEY, value: stored }],
    writes: [...expired.all.flatMap(sweepWrites), { type: "put", key: RECORD_KEY, value: encodeRecord(swept) }],
  });
  return isCommitted ? expired.all.length : undefined;
}
