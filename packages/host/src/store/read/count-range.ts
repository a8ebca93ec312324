import { PAGE_ENTRIES_MAX } from "@airssys/backend";
import { isEmptyRange, rangeAfter, type StoredRange } from "../format/key-range.ts";
import { answered, type Steps } from "../steps/steps.ts";
import { type ReadView, readRange } from "./read-range.ts";

/** Counts the keys of a range. Where something may have expired it has to look at each key. */
export function countRange(view: ReadView, range: StoredRange): Steps<number> {
  return view.expiredAt === undefined ? countStored(view, range) : countLive(view, range);
}

/** The engine counts what is stored, and the pending writes say what that has too many or too few. */
function* countStored({ engine, overlay }: ReadView, range: StoredRange): Steps<number> {
  let count = 0;
  for (let rest = range; !overlay.isCleared && !isEmptyRange(rest); ) {
    const { keys, next } = yield* answered(engine.count(rest));
    count += keys;
    if (next === undefined) break;
    rest = { gte: next, lt: range.lt };
  }
  for (const { value, replaces } of overlay.range(range, false)) {
    if (value !== undefined) count++;
    if (replaces !== undefined) count--;
  }
  return count;
}

function* countLive(view: ReadView, range: StoredRange): Steps<number> {
  let count = 0;
  for (let rest = range; ; ) {
    const { seen, isLast } = yield* readRange(view, rest, WALK_OF_KEYS);
    count += seen.length;
    const last = seen.at(-1);
    if (isLast || last === undefined) return count;
    rest = rangeAfter(range, last.key, false);
  }
}

const WALK_OF_KEYS = { reverse: false, limit: PAGE_ENTRIES_MAX, keysOnly: true } as const;
