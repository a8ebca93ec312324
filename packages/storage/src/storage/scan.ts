import type { KeyRange, PageWalk } from "../byte-storage/byte-storage.ts";
import { checkedKey } from "../checks/key-check.ts";
import { checkedCount } from "../checks/number-check.ts";
import { compareKeys } from "../keys/key-order.ts";

/** How to walk a range. */
export interface ScanOptions {
  /** From the last key to the first. */
  readonly reverse?: boolean | undefined;
  /** Most items, a whole number from 0. All of them, unless given. */
  readonly limit?: number | undefined;
  /** The cursor of a walk that stopped: go on after it, in the direction of this walk. */
  readonly cursor?: string | undefined;
}

/** What the host answered for one page. */
export interface ScanPage<Item> {
  readonly length: number;
  keyAt(index: number): string;
  itemAt(index: number): Item;
  readonly cursor: string | undefined;
}

/** The first page is for those who stop soon. */
const FIRST_PAGE = 100;
const PAGE = 1_000;

/**
 * A walk over keys or entries in order. The host is asked for a page at a time: 100 items, then 1 000 at once, and no
 * more than the limit. Keys that are written or removed meanwhile are seen as they are when their page is read; no key
 * is visited twice.
 *
 * It can be walked once. Whoever stops can go on later from its {@link Scan.cursor}, in another call of the component
 * as well.
 */
export class Scan<Item> implements IterableIterator<Item, undefined> {
  readonly #read: (walk: PageWalk) => ScanPage<Item>;
  #left: number;
  #page: ScanPage<Item> | undefined;
  #index = 0;
  #lastKey: string | undefined;
  #isOver = false;

  /** @internal */
  constructor(read: (walk: PageWalk) => ScanPage<Item>, { limit, cursor }: ScanOptions) {
    this.#read = read;
    this.#left = limit === undefined ? Number.POSITIVE_INFINITY : checkedCount(limit);
    this.#lastKey = cursor;
  }

  /**
   * Where to go on: `undefined` once everything was visited. It is the key that was visited last, so it stays good for
   * any length of time, whether that key stays or not. Before the first item it is the cursor that the walk began with.
   */
  get cursor(): string | undefined {
    const page = this.#page;
    return page && page.cursor === undefined && this.#index >= page.length ? undefined : this.#lastKey;
  }

  /** The walk itself, from where it is. */
  [Symbol.iterator](): this {
    return this;
  }

  /** The next item. One that cannot be decoded is an error every time, and is not passed over. */
  next(): IteratorResult<Item, undefined> {
    const page = this.#isOver || this.#left === 0 ? undefined : this.#pageWithNext();
    if (page === undefined) return this.return();
    const value = page.itemAt(this.#index);
    this.#lastKey = page.keyAt(this.#index);
    this.#index++;
    this.#left--;
    return { done: false, value };
  }

  /** Ends the walk. Its cursor stays. */
  return(): IteratorResult<Item, undefined> {
    this.#isOver = true;
    return { done: true, value: undefined };
  }

  /**
   * The page that holds the next item, if there is one. A page from the host may hold nothing but the key to go on
   * after.
   */
  #pageWithNext(): ScanPage<Item> | undefined {
    while (this.#page === undefined || this.#index >= this.#page.length) {
      if (this.#page !== undefined && this.#page.cursor === undefined) return undefined;
      this.#turn();
    }
    return this.#page;
  }

  #turn(): void {
    const isFirst = this.#page === undefined;
    const skipped = isFirst && this.#lastKey !== undefined ? 1 : 0;
    const limit = Math.min(this.#left + skipped, isFirst ? FIRST_PAGE : PAGE);
    const page = this.#read({ limit, cursor: this.#page?.cursor });
    this.#page = page;
    this.#index = isFirst && page.length > 0 && page.keyAt(0) === this.#lastKey ? 1 : 0;
  }
}

/** A range as it is given: its bounds, or the prefix alone. */
export type RangeLike = string | KeyRange;

/** The bounds of a range. */
export function rangeOf(range: RangeLike): KeyRange {
  return typeof range === "string" ? { prefix: range } : range;
}

/** The part of a range that comes after a cursor, which going forward may itself be the first key of it. */
export function rangeAfter(range: KeyRange, { cursor, reverse = false }: ScanOptions): KeyRange {
  if (cursor === undefined) return range;
  checkedKey(cursor);
  const bound = reverse ? range.end : range.start;
  const isInside = bound === undefined || (reverse ? compareKeys(cursor, bound) < 0 : compareKeys(cursor, bound) > 0);
  if (!isInside) return range;
  return reverse ? { ...range, end: cursor } : { ...range, start: cursor };
}
