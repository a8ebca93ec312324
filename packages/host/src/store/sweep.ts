import type { ChangeFeed } from "./changes/change-feed.ts";
import { conclude, prepareCommit } from "./commit/commit.ts";
import { liveUsage, readState } from "./read/namespace-state.ts";
import { Overlay } from "./read/overlay.ts";
import type { Engine, Steps } from "./steps/steps.ts";

/** Most expired entries that one step of sweeping removes unless told otherwise. */
export const SWEPT_PER_STEP = 1_000;

/**
 * Removes what has expired by `now`, at most `countMax` entries, in one commit. Answers how many; `undefined`, having
 * removed nothing, if another commit won.
 *
 * Nobody can see what it removes, so it changes no answer: it gives space back, and keeps the work small of those who
 * count.
 */
export function* sweep(engine: Engine, now: number, countMax: number, feed: ChangeFeed): Steps<number | undefined> {
  const base = yield* readState(engine, now, countMax);
  const count = base.expired.all.length;
  if (count === 0) return 0;
  const input = { base, overlay: new Overlay(), usage: liveUsage(base), sweptMax: countMax };
  const prepared = yield* prepareCommit(engine, input, feed);
  return (yield* conclude(engine, [prepared], prepared.batch)) ? count : undefined;
}
