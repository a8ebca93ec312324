import type { KeyRange, Walk } from "@airssys/protocol";
import { requireWalkLimit } from "../checks/number-check.ts";
import { requireRange, requireWalk } from "../checks/range-check.ts";

/** A page of items, each of which is made when it is asked for. */
export interface ItemPage<Item> {
  readonly length: number;
  keyAt(index: number): string;
  itemAt(index: number): Item;
  readonly cursor: string | undefined;
}

/** Reads a page: the first one without a cursor, each other one with the cursor of the page before. */
export type ReadItems<Item> = (walk: Walk, cursor: string | undefined) => ItemPage<Item>;

/** The first page is short, for walks that stop soon. */
const FIRST_PAGE = 100;
const PAGE = 1_000;

/**
 * A walk over keys or entries in order. It reads a page at a time: 100 items, then 1 000 at once, and no more than the
 * limit. Keys that are written or removed meanwhile are seen as they are when their page is read. No key is visited
 * twice.
 *
 * It can be walked once. {@link WalkIterator.after} says where another walk can go on, in a later call of the component
 * as well.
 */
export class WalkIterator<Item> implements IterableIterator<Item, undefined> {
  readonly #read: ReadItems<Item>;
  readonly #walk: Walk;
  #left: number;
  #page: ItemPage<Item> | undefined;
  #index = 0;
  #lastKey: string | undefined;
  #isOver = false;

  /** @internal */
  constructor(range: KeyRange, walk: Walk, read: ReadItems<Item>) {
    requireRange(range);
    requireWalk(walk);
    if (walk.limit !== undefined) requireWalkLimit(walk.limit);
    this.#read = read;
    this.#walk = walk;
    this.#left = walk.limit ?? Number.POSITIVE_INFINITY;
    this.#lastKey = walk.after;
  }

  /**
   * The key to go on after, for the option `after` of another walk: the key that was visited last, or `undefined` once
   * everything was visited. It does not matter whether that key still exists.
   */
  get after(): string | undefined {
    const page = this.#page;
    return page && page.cursor === undefined && this.#index >= page.length ? undefined : this.#lastKey;
  }

  /** Returns the walk itself, from where it is. */
  [Symbol.iterator](): this {
    return this;
  }

  /** Returns the next item. One that cannot be decoded is an error every time, and is not passed over. */
  next(): IteratorResult<Item, undefined> {
    const page = this.#isOver || this.#left === 0 ? undefined : this.#pageWithNext();
    if (page === undefined) return this.return();
    const value = page.itemAt(this.#index);
    this.#lastKey = page.keyAt(this.#index);
    this.#index++;
    this.#left--;
    return { done: false, value };
  }

  /** Ends the walk. `after` stays. */
  return(): IteratorResult<Item, undefined> {
    this.#isOver = true;
    return { done: true, value: undefined };
  }

  /** Returns the page that holds the next item, if there is one. */
  #pageWithNext(): ItemPage<Item> | undefined {
    while (this.#page === undefined || this.#index >= this.#page.length) {
      if (this.#page !== undefined && this.#page.cursor === undefined) return undefined;
      const limit = Math.min(this.#left, this.#page === undefined ? FIRST_PAGE : PAGE);
      this.#page = this.#read({ ...this.#walk, limit }, this.#page?.cursor);
      this.#index = 0;
    }
    return this.#page;
  }
}
