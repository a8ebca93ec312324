import { type Entry, keyAfter, PAGE_BYTES_MAX, PAGE_ENTRIES_MAX, type Page } from "@airssys/backend";
import { isEmptyRange, rangeAfter, type StoredRange } from "../format/key-range.ts";
import { EXPIRY_READ_BYTES, hasExpired } from "../format/stored-entry.ts";
import type { StoredKey } from "../format/stored-key.ts";
import { answered, type Engine, type Steps } from "../steps/steps.ts";
import type { Gap } from "./gap.ts";
import { isPending, merge, type Seen } from "./merge.ts";
import type { Overlay } from "./overlay.ts";

/** The state through which a range is read: pending writes hide committed entries, and expired entries are skipped. */
export interface ReadView {
  readonly engine: Engine;
  readonly overlay: Overlay;
  /** The instant at which entries that have expired are skipped; `undefined` if none can be stored. */
  readonly expiredAt: number | undefined;
  /** Where nothing committed can be seen any more. */
  readonly gap: Gap;
}

/** How to walk a range of stored keys. */
export interface StoredWalk {
  readonly reverse: boolean;
  /** Most keys wanted. */
  readonly limit: number;
}

/** A walk over entries, or over keys alone. */
interface ReadWalk extends StoredWalk {
  readonly keysOnly: boolean;
}

/** Keys in the order of the walk. `isLast` tells that the range holds nothing after them. */
export interface SeenPage {
  readonly seen: readonly Seen[];
  readonly isLast: boolean;
}

/**
 * Reads a range up to a number of keys, or until their values take {@link PAGE_BYTES_MAX}: whichever comes first. A
 * page of a range that is not empty holds at least one key. Where entries have expired, a page that is not told to be
 * the last may be followed by an empty one.
 */
export function* readRange(view: ReadView, range: StoredRange, walk: ReadWalk): Steps<SeenPage> {
  const seen: Seen[] = [];
  let rest = range;
  let bytes = 0;
  let entriesWanted = walk.limit;
  while (!isEmptyRange(rest)) {
    const page = yield* committedPage(view, view.gap.without(rest, walk.reverse), walk, entriesWanted);
    if (!view.overlay.isEmpty && seen.length === 0) view.gap.add(hiddenBeginning(view, page, rest, walk.reverse));
    const seenBefore = seen.length;
    for (const each of seenIn(view, page, rest, walk.reverse)) {
      if (seen.length === walk.limit || bytes >= PAGE_BYTES_MAX) return { seen, isLast: false };
      seen.push(each);
      bytes += heldBytes(each, walk);
    }
    if (page.isLast) break;
    // Behind a full page may lie any number of entries that have expired: whether one is left tells the next page.
    if (seen.length === walk.limit && view.expiredAt !== undefined) return { seen, isLast: false };
    // A page of which nothing can be seen may be one of many.
    entriesWanted = seen.length === seenBefore ? entriesWanted * 2 : walk.limit - seen.length;
    // A page that is not the last is not empty.
    rest = rangeAfter(rest, (page.entries.at(-1) as Entry).key, walk.reverse);
  }
  return { seen, isLast: true };
}

/** Returns the entries that a view sees in the part of a range that a page covers. */
function seenIn({ overlay, expiredAt }: ReadView, page: Page, range: StoredRange, reverse: boolean): Iterable<Seen> {
  const entries = visible(page.entries, expiredAt);
  if (overlay.size === 0) return entries;
  return merge(entries, overlay.range(coveredBy(page, range, reverse), reverse), reverse);
}

/** One entry more than is wanted, to know whether the range goes on. */
function* committedPage(
  { engine, overlay, expiredAt }: ReadView,
  range: StoredRange,
  walk: ReadWalk,
  wanted: number,
): Steps<Page> {
  if (overlay.isCleared || isEmptyRange(range)) return { entries: [], isLast: true };
  const { reverse } = walk;
  const limit = Math.min(wanted + 1, PAGE_ENTRIES_MAX);
  if (!walk.keysOnly) return yield* answered(engine.scan({ ...range, reverse, limit }));
  const valueBytesMax = expiredAt === undefined ? 0 : EXPIRY_READ_BYTES;
  return yield* answered(engine.scan({ ...range, reverse, limit, valueBytesMax }));
}

/**
 * The stretch from the beginning of a walk to the first committed key that can be seen, as far as a page of the range
 * has told.
 */
function hiddenBeginning(
  { overlay, expiredAt }: ReadView,
  { entries, isLast }: Page,
  range: StoredRange,
  reverse: boolean,
): StoredRange {
  const seen = visible(entries, expiredAt).find(({ key }) => overlay.get(key as StoredKey) === undefined);
  const end = seen ?? entries.at(-1);
  if (end === undefined || (seen === undefined && isLast)) return range;
  // The last one that is hidden belongs to the stretch, the first one that is seen does not.
  if (reverse) return { gte: seen === undefined ? end.key : keyAfter(end.key), lt: range.lt };
  return { gte: range.gte, lt: seen === undefined ? keyAfter(end.key) : end.key };
}

/** The part of a range that a page of it has told everything about. */
function coveredBy(page: Page, range: StoredRange, reverse: boolean): StoredRange {
  const last = page.entries.at(-1);
  if (page.isLast || last === undefined) return range;
  return reverse ? { gte: last.key, lt: range.lt } : { gte: range.gte, lt: keyAfter(last.key) };
}

function visible(entries: readonly Entry[], expiredAt: number | undefined): readonly Entry[] {
  return expiredAt === undefined ? entries : entries.filter(({ value }) => !hasExpired(value, expiredAt));
}

/** Bytes of values that a page holds for one key. */
function heldBytes(seen: Seen, { keysOnly }: ReadWalk): number {
  if (keysOnly) return 0;
  return isPending(seen) ? (seen.value?.length ?? 0) : seen.value.length;
}
