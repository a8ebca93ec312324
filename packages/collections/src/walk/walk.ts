import { type KeyRange, type OpenTransaction, openTransaction, type PageWalk, StorageError } from "@airssys/storage";
import { compareKeys } from "@airssys/storage/keys";
import { FIRST_ENTRY, type Place } from "../place/place.ts";
import { type Move, News } from "../place/write-log.ts";

/** Whole keys with what belongs to them, in the order of the walk, and where the next page begins if there is one. */
interface Page<Item> {
  readonly entries: readonly (readonly [key: string, item: Item])[];
  readonly cursor: string | undefined;
}

/** Reads one page of a range. */
export type ReadPage<Item> = (range: KeyRange, walk: PageWalk) => Page<Item>;

/** What part of the entries to walk, and how. Bounds are texts after the prefix. */
export interface Course {
  /** The first one, included. */
  readonly start?: string | undefined;
  /** The first one after the part, excluded. */
  readonly end?: string | undefined;
  readonly reverse?: boolean | undefined;
  readonly limit?: number | undefined;
}

/** The first page is for those who stop soon; each one after it is ten times as long. */
const FIRST_PAGE = 10;
const PAGE_MAX = 1_000;

/** Keys that go on after a text begin with nothing less than `"`, but for those that are nested under it. */
export function after(text: string): string {
  return text + FIRST_ENTRY;
}

/** Reads keys with their values. */
function readEntries(place: Place): ReadPage<Uint8Array> {
  return (range, walk) => place.byteStorage.page(range, walk);
}

/** Reads keys alone. */
function readKeys(place: Place): ReadPage<undefined> {
  return (range, walk) => {
    const { keys, cursor } = place.byteStorage.keyPage(range, walk);
    return { entries: keys.map((key) => [key, undefined]), cursor };
  };
}

/**
 * Walks entries in order: the text after the prefix, and what belongs to it. What comes is what is there when its turn
 * has come, whoever wrote it in this call; every entry that is there from the first step to the last one comes exactly
 * once, also if it moves; what is added ahead of the walk comes too.
 *
 * A transaction that is undone between two steps is as if it had never been. Throws `invalid-argument` when a step was
 * made inside of one, after members had moved in it: nobody knows any more which of them have come.
 *
 * `feeds` are prefixes of keys whose writes make what was read ahead old.
 */
export function* walkTexts<Item>(
  place: Place,
  { start = FIRST_ENTRY, end, reverse = false, limit = Number.POSITIVE_INFINITY }: Course,
  read: ReadPage<Item>,
  feeds: readonly string[] = [],
): Generator<[text: string, item: Item], void, undefined> {
  const { prefix, byteStorage } = place;
  const range = { prefix, start: prefix + start, end: end === undefined ? undefined : prefix + end };
  const steps = new Steps(range, reverse, Math.min(checkedLimit(limit), PAGE_MAX), read);
  const news = new News();
  const takeNews = () => {
    for (const move of news.takeMoves()) if (move.namespace === byteStorage.namespace) steps.follow(move, prefix);
    const isOld = news.hasWrite(({ namespace, key }) => {
      return namespace === byteStorage.namespace && (steps.isAhead(key) || feeds.some((feed) => meet(key, feed)));
    });
    if (isOld) steps.forget();
  };
  for (let left = limit; left > 0; left--) {
    if (news.isAny) takeNews();
    const entry = steps.next();
    if (entry === undefined) return;
    yield [entry[0].slice(prefix.length), entry[1]];
  }
}

/** The same for entries with their values. */
export function walkEntries(
  place: Place,
  course: Course,
): Generator<[text: string, bytes: Uint8Array], void, undefined> {
  return walkTexts(place, course, readEntries(place));
}

/** The same for keys alone. */
export function* walkKeys(place: Place, course: Course): Generator<string, void, undefined> {
  for (const [text] of walkTexts(place, course, readKeys(place))) yield text;
}

/** Where a walk is, and what it has read ahead. */
class Steps<Item> {
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
  /** What the pages since the last fresh start are pages of: a cursor belongs to its range. */
  #pages: KeyRange = {};

  constructor(range: KeyRange & { readonly prefix: string }, reverse: boolean, pageMax: number, read: ReadPage<Item>) {
    this.#range = range;
    this.#reverse = reverse;
    this.#pageMax = pageMax;
    this.#read = read;
  }

  /** Whether a key, or those that begin with it, may be among what was read ahead. */
  isAhead(key: string): boolean {
    if (!meet(key, this.#range.prefix)) return false;
    if (this.#last !== undefined && key.startsWith(`${this.#last}!`)) return false; // it is nested under what came last
    return key.length < this.#range.prefix.length || !this.#isBehind(key);
  }

  /** What was read ahead is read again. */
  forget(): void {
    this.#isStale = true;
    this.#length = FIRST_PAGE;
  }

  /** A member keeps what it is, come or not come yet, when it moves. */
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
        val: "a walk cannot go on: a transaction was undone in which it had followed what moved",
      });
    }
    if (openTransaction() === undefined) this.#followedIn.clear();
  }

  #nextBehind(): readonly [key: string, item: Item] | undefined {
    for (const key of this.#exceptions) {
      if (!this.#isBehind(key) || !this.#isInside(key)) continue;
      this.#exceptions.delete(key);
      const [entry] = this.#read({ ...this.#range, start: key, end: after(key) }, { limit: 1 }).entries;
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
    this.#page = this.#read(this.#pages, { reverse: this.#reverse, limit, cursor });
    this.#readIn = openTransaction();
    this.#index = 0;
    this.#isStale = false;
    this.#length *= 10;
  }

  #rest(): KeyRange {
    if (this.#last === undefined) return this.#range;
    return this.#reverse ? { ...this.#range, end: this.#last } : { ...this.#range, start: after(this.#last) };
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

/** Whether one of two texts begins with the other one. */
function meet(left: string, right: string): boolean {
  return left.startsWith(right) || right.startsWith(left);
}

function checkedLimit(limit: number): number {
  if (limit === Number.POSITIVE_INFINITY || (Number.isSafeInteger(limit) && limit >= 0)) return limit;
  throw new RangeError(`"limit" expected a whole number from 0, got ${String(limit)}`);
}
