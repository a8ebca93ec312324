import type { ChangeFeed } from "./changes/change-feed.ts";
import { conclude, prepareCommit } from "./commit/commit.ts";
import { chooseReclaimed } from "./commit/reclaim.ts";
import { encodeRecord } from "./format/namespace-record.ts";
import { RECORD_KEY } from "./format/stored-key.ts";
import type { NamespaceMemory } from "./read/namespace-memory.ts";
import { type NamespaceState, readState } from "./read/namespace-state.ts";
import { Overlay } from "./read/overlay.ts";
import { answered, type Engine, type Steps } from "./steps/steps.ts";

/** Most expired entries that one step of sweeping removes unless told otherwise. */
export const SWEPT_PER_STEP = 1_000;

/** The result of one step of sweeping. */
export interface Swept {
  readonly keys: number;
  readonly bytes: number;
  /** Whether more has expired. */
  readonly hasMore: boolean;
}

/**
 * Removes what has expired by `now`, at most `countMax` entries, in one commit. Returns `undefined`, having removed
 * nothing, if another commit won.
 *
 * Nobody can see what it removes, so it changes no answer: it gives space back.
 */
export function* sweep(
  engine: Engine,
  memory: NamespaceMemory,
  countMax: number,
  feed: ChangeFeed,
): Steps<Swept | undefined> {
  const base = yield* readState(engine, memory, memory.now());
  if (!base.mayHoldExpired) return NOTHING;
  const overlay = new Overlay();
  const reclaimed = yield* chooseReclaimed(engine, base, overlay, { bytes: 0, keys: countMax });
  if (reclaimed.entries.length === 0) return yield* correctNextExpiry(engine, base, reclaimed.nextExpiry);
  const expired = memory.expiredCount(base);
  const prepared = yield* prepareCommit(engine, { base, overlay, expired, reclaimed }, feed);
  if (!(yield* conclude(engine, [prepared], prepared.plan.batch))) return undefined;
  const { plan } = prepared;
  return { ...plan.reclaimedUsage, hasMore: plan.hasMoreExpired };
}

const NOTHING: Swept = { keys: 0, bytes: 0, hasMore: false };

/**
 * Records from when on something will have expired, where what the record says of that came from an entry that has been
 * replaced since. It is no commit of the namespace: nothing that it stores has changed.
 */
function* correctNextExpiry(
  engine: Engine,
  { record, stored }: NamespaceState,
  nextExpiry: number,
): Steps<Swept | undefined> {
  const corrected = encodeRecord({ ...record, nextExpiry });
  const batch = {
    checks: [{ key: RECORD_KEY, value: stored }],
    writes: [{ type: "put", key: RECORD_KEY, value: corrected } as const],
  };
  return (yield* answered(engine.commit(batch))) ? NOTHING : undefined;
}
