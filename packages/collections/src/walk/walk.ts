import type { KeyRange, Walk } from "@airssys/protocol";
import { type OpenTransaction, openTransaction, StorageError } from "@airssys/storage";
import { compareKeys } from "@airssys/storage/keys";
import type { Direction } from "../place/options.ts";
import type { Place } from "../place/place.ts";
import { type Move, UnseenWrites } from "../place/write-log.ts";
import { entriesIn } from "./ends.ts";
import { mapped } from "./mapped.ts";
import { boundAfter, type TextBounds } from "./text-bounds.ts";

/** A page of keys in the order of the walk with an item for each, and the cursor of the next page if there is one. */
interface Page<Item> {
  readonly entries: readonly (readonly [key: string, item: Item])[];
  readonly cursor: string | undefined;
}

/** Reads one page of a range. */
export type ReadPage<Item> = (range: KeyRange, walk: Walk, cursor: string | undefined) => Page<Item>;

/** The first page is short, for walks that stop soon; each one after it is ten times as long. */
const FIRST_PAGE = 10;
const PAGE_MAX = 1_000;

/** Reads keys with their values. */
function readEntries(place: Place): ReadPage<Uint8Array> {
  return (range, walk, cursor) => place.byteStorage.page(range, walk, cursor);
}

/** Reads keys alone. */
function readKeys(place: Place): ReadPage<undefined> {
  return (range, walk, cursor) => {
    const page = place.byteStorage.keyPage(range, walk, cursor);
    return { entries: page.keys.map((key) => [key, undefined]), cursor: page.cursor };
  };
}

/**
 * Walks entries in order: the text behind the prefix, and the item that belongs to it. Each entry comes as it is when
 * its turn has come, whoever wrote it in this call. Every entry that is there from the first step to the last one comes
 * exactly once, even if it moves; entries that are added ahead of the walk come too.
 *
 * A transaction that is undone between two steps has no effect on the walk. Throws `invalid-argument` when a step was
 * made inside of one after members had moved in it: which of them have come is unknown then.
 *
 * `feeds` are prefixes of other keys that the items are made of: a write to one makes pages that were read ahead stale.
 */
export function walkTexts<Item>(
  place: Place,
  bounds: TextBounds,
  { reverse = false, limit = Number.POSITIVE_INFINITY }: Direction,
  read: ReadPage<Item>,
  feeds: readonly string[] = [],
): Generator<[text: string, item: Item], void, undefined> {
  requireLimit(limit);
  return steps(place, new WalkState(entriesIn(place, bounds), reverse, Math.min(limit, PAGE_MAX), read), limit, feeds);
}

function* steps<Item>(
  place: Place,
  state: WalkState<Item>,
  limit: number,
  feeds: readonly string[],
): Generator<[text: string, item: Item], void, undefined> {
  const { prefix } = place;
  const unseen = new UnseenWrites(place.byteStorage);
  for (let left = limit; left > 0; left--) {
    for (const move of unseen.takeMoves()) state.follow(move, prefix);
    if (unseen.takeWrite((key) => state.isAhead(key) || feeds.some((feed) => meet(key, feed)))) state.forget();
    const entry = state.next();
    if (entry === undefined) return;
    yield [entry[0].slice(prefix.length), entry[1]];
  }
}

/** Walks entries with their values. */
export function walkEntries(
  place: Place,
  bounds: TextBounds,
  direction: Direction,
): Generator<[text: string, bytes: Uint8Array], void, undefined> {
  return walkTexts(place, bounds, direction, readEntries(place));
}

/** Walks the texts of keys alone. */
export function walkKeys(place: Place, bounds: TextBounds, direction: Direction): Generator<string, void, undefined> {
  return mapped(walkTexts(place, bounds, direction, readKeys(place)), ([text]) => text);
}

/** The position of a walk, and the page that it has read ahead. */
class WalkState<Item> {
  readonly #range: KeyRange & { readonly prefix: string };
  readonly #reverse: boolean;
  readonly #pageMax: number;
  readonly #read: ReadPage<Item>;
  /** The key that came last, unless it came out of its turn. */
  #last: string | undefined;
  /** Keys behind the walk whose member has not come yet, and keys ahead of it whose member has. */
  readonly #exceptions = new Set<string>();
  #page: Page<Item> = { entries: [], cursor: undefined };
  #index = 0;
  #isStale = true;
  /** The transaction in which the page was read. */
  #readIn: OpenTransaction | undefined;
  /** The transactions in which members were followed. */
  readonly #followedIn = new Set<OpenTransaction>();
  #length = FIRST_PAGE;
  /** The range of the current pages: a cursor belongs to its range. */
  #pages: KeyRange = {};

  constructor(range: KeyRange & { readonly prefix: string }, reverse: boolean, pageMax: number, read: ReadPage<Item>) {
    this.#range = range;
    this.#reverse = reverse;
    this.#pageMax = pageMax;
    this.#read = read;
  }

  /** Returns whether a key, or keys that begin with it, may be on the page that was read ahead. */
  isAhead(key: string): boolean {
    if (!meet(key, this.#range.prefix)) return false;
    if (this.#last !== undefined && key.startsWith(`${this.#last}!`)) return false; // it is nested under what came last
    return key.length < this.#range.prefix.length || !this.#isBehind(key);
  }

  /** Drops the page that was read ahead, to read it again. */
  forget(): void {
    this.#isStale = true;
    this.#length = FIRST_PAGE;
  }

  /** Follows a member that moves: whether it has come stays as it is. */
  follow({ from, to }: Move, prefix: string): void {
    const hasCome = from?.startsWith(prefix) ? this.#hasCome(from) : undefined;
    if (from !== undefined) this.#exceptions.delete(from);
    if (to === undefined || !to.startsWith(prefix)) return;
    this.#exceptions.delete(to);
    if (hasCome !== undefined && hasCome !== this.#isBehind(to)) this.#exceptions.add(to);
    const transaction = openTransaction();
    if (transaction !== undefined) this.#followedIn.add(transaction);
  }

  next(): readonly [key: string, item: Item] | undefined {
    this.#forgetUndone();
    return this.#nextBehind() ?? this.#nextAhead();
  }

  #forgetUndone(): void {
    if (this.#readIn?.isUndone) this.forget();
    for (const transaction of this.#followedIn) {
      if (!transaction.isUndone) continue;
      throw new StorageError({
        tag: "invalid-argument",
        val: "a walk cannot go on: it followed members that moved in a transaction, which was undone",
      });
    }
    if (openTransaction() === undefined) this.#followedIn.clear();
  }

  #nextBehind(): readonly [key: string, item: Item] | undefined {
    for (const key of this.#exceptions) {
      if (!this.#isBehind(key) || !this.#isInside(key)) continue;
      this.#exceptions.delete(key);
      const [entry] = this.#read({ ...this.#range, start: key, end: boundAfter(key) }, { limit: 1 }, undefined).entries;
      if (entry?.[0] === key) return entry;
    }
    return undefined;
  }

  #nextAhead(): readonly [key: string, item: Item] | undefined {
    for (;;) {
      const entry = this.#isStale ? undefined : this.#page.entries[this.#index];
      if (entry === undefined) {
        if (!this.#isStale && this.#page.cursor === undefined) return undefined;
        this.#turn();
        continue;
      }
      this.#index++;
      this.#last = entry[0];
      if (!this.#exceptions.delete(entry[0])) return entry;
    }
  }

  #turn(): void {
    const cursor = this.#isStale ? undefined : this.#page.cursor;
    if (this.#isStale) this.#pages = this.#rest();
    const limit = Math.min(this.#length, this.#pageMax);
    this.#page = this.#read(this.#pages, { reverse: this.#reverse, limit }, cursor);
    this.#readIn = openTransaction();
    this.#index = 0;
    this.#isStale = false;
    this.#length *= 10;
  }

  #rest(): KeyRange {
    if (this.#last === undefined) return this.#range;
    return this.#reverse ? { ...this.#range, end: this.#last } : { ...this.#range, start: boundAfter(this.#last) };
  }

  #hasCome(key: string): boolean {
    return this.#isBehind(key) !== this.#exceptions.has(key);
  }

  #isBehind(key: string): boolean {
    if (this.#last === undefined) return false;
    const order = compareKeys(key, this.#last);
    return this.#reverse ? order >= 0 : order <= 0;
  }

  #isInside(key: string): boolean {
    const { start, end } = this.#range;
    return (start === undefined || compareKeys(key, start) >= 0) && (end === undefined || compareKeys(key, end) < 0);
  }
}

/** Returns whether one of two texts begins with the other one. */
function meet(left: string, right: string): boolean {
  return left.startsWith(right) || right.startsWith(left);
}

function requireLimit(limit: number): void {
  if (limit === Number.POSITIVE_INFINITY || (Number.isSafeInteger(limit) && limit >= 0)) return;
  throw new RangeError(`"limit" expected a whole number from 0, got ${String(limit)}`);
}
