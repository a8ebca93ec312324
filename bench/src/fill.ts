import type { PointContestant } from "./contestant.ts";
import type { Raw } from "./raw/raw.ts";
import type { Context } from "./suite.ts";

/** Stores every key, in random order and in large transactions. */
export function fill(
  { raw, store, count }: { raw: Raw; store: PointContestant; count: number },
  { progress }: Context,
): void {
  for (let start = 0; start < count; start += SETS_PER_TRANSACTION) {
    progress(`storing ${count.toLocaleString("en")} keys, ${start.toLocaleString("en")} done`);
    const end = Math.min(count, start + SETS_PER_TRANSACTION);
    for (const contestant of [raw, store]) {
      contestant.inTransaction((points) => {
        for (let index = start; index < end; index++) points.set(index);
      });
    }
  }
}

const SETS_PER_TRANSACTION = 20_000;
