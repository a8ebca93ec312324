import type { PointContestant } from "./contestant.ts";
import type { KeySet } from "./key-set.ts";
import type { Raw } from "./raw/raw.ts";
import type { Context } from "./suite.ts";

/**
 * Stores every key, in order and in large transactions. In random order each of them would touch nearly every page, and
 * lmdb's commits become slow for good once it has tens of thousands of pages to use again.
 */
export function fill(
  { raw, store }: { raw: Raw; store: PointContestant },
  { inOrder }: KeySet,
  { progress }: Context,
): void {
  for (let start = 0; start < inOrder.length; start += SETS_PER_TRANSACTION) {
    progress(`storing ${inOrder.length.toLocaleString("en")} keys, ${start.toLocaleString("en")} done`);
    const indexes = inOrder.subarray(start, start + SETS_PER_TRANSACTION);
    for (const contestant of [raw, store]) {
      contestant.inTransaction((points) => {
        for (const index of indexes) points.set(index);
      });
    }
  }
}

const SETS_PER_TRANSACTION = 10_000;
