import { COUNT_KEYS_MAX, type KeyBounds, type KeyCount, keyAfter } from "@airssys/backend";
import { type Mutant, mutant, viewMutant } from "../mutant.ts";
import { looseView } from "./loose-view.ts";

const BOUNDS = "every pair of bounds has the count that an obvious filter finds";
const END = `a count ends after ${COUNT_KEYS_MAX} keys and tells where it goes on`;

function changingCount(name: string, caughtBy: string, change: (count: KeyCount) => KeyCount): Mutant {
  return mutant(name, caughtBy, (right) => ({ count: (range) => change(right.count(range)) }));
}

export const countMutants: readonly Mutant[] = [
  mutant("counts the end of a range", BOUNDS, (right) => ({
    count: (range: KeyBounds) => right.count(range.lt ? { ...range, lt: keyAfter(range.lt) } : range),
  })),
  changingCount("forgets where a count goes on", END, ({ keys }) => ({ keys, next: undefined })),
  changingCount("goes on behind the first key that was not counted", END, ({ keys, next }) => ({
    keys,
    next: next && keyAfter(next),
  })),
  changingCount("counts in hundreds", "a count of any size up to some thousands is exact", ({ keys, next }) => ({
    keys: keys > 100 ? keys - (keys % 100) : keys,
    next,
  })),
  viewMutant("view: counts beside itself", "a view counts the keys of its prefix alone", (backend, prefix) => ({
    ...looseView(backend, prefix, {}),
    count: () => backend.count({}),
  })),
];
