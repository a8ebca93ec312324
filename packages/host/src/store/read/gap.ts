import { compareBytes } from "@airssys/backend";
import { isEmptyRange, type StoredRange } from "../format/key-range.ts";

/**
 * A stretch of a namespace in which a transaction has found nothing committed that it can still see, because it has
 * removed or replaced all of it, or it has expired. Whoever takes one entry after the other from an end of a range
 * would otherwise pass everything that was taken, each time.
 *
 * It holds as long as nothing that was written is undone: what is committed does not change for a transaction.
 */
export class Gap {
  #range: StoredRange | undefined;

  /** Returns the part of a range that still has to be read, in the direction of a walk. */
  without(range: StoredRange, reverse: boolean): StoredRange {
    const gap = this.#range;
    if (gap === undefined) return range;
    if (reverse) return isIn(gap, range.lt, true) ? { gte: range.gte, lt: gap.gte } : range;
    return isIn(gap, range.gte, false) ? { gte: gap.lt, lt: range.lt } : range;
  }

  /** Remembers a stretch: together with the one before if they touch, and in its place otherwise. */
  add(range: StoredRange): void {
    if (isEmptyRange(range)) return;
    const gap = this.#range;
    const isApart = gap === undefined || compareBytes(range.gte, gap.lt) > 0 || compareBytes(gap.gte, range.lt) > 0;
    this.#range = isApart ? range : { gte: first(gap, range).gte, lt: last(gap, range).lt };
  }
}

/** Whether a bound is inside; as the end of a range it may be the end of the gap, too. */
function isIn({ gte, lt }: StoredRange, bound: Uint8Array, isEnd: boolean): boolean {
  const [fromStart, fromEnd] = [compareBytes(bound, gte), compareBytes(bound, lt)];
  return isEnd ? fromStart > 0 && fromEnd <= 0 : fromStart >= 0 && fromEnd < 0;
}

function first(a: StoredRange, b: StoredRange): StoredRange {
  return compareBytes(a.gte, b.gte) <= 0 ? a : b;
}

function last(a: StoredRange, b: StoredRange): StoredRange {
  return compareBytes(a.lt, b.lt) >= 0 ? a : b;
}
