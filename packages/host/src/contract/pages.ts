import { PAGE_ENTRIES_MAX } from "@airssys/backend";
import { type KeyRange, StorageError } from "@airssys/protocol";
import { rangeAfter, type StoredRange, storedRange } from "../store/format/key-range.ts";
import { guestKey, type StoredKey, storedKey } from "../store/format/stored-key.ts";
import type { StoredWalk } from "../store/read/read-range.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { RangePage, Transaction } from "../store/transaction/transaction.ts";
import type { Cursors } from "./cursors.ts";
import type { PageRequest } from "./operation.ts";

/** A page of entries, in the order of the walk. */
export interface GuestPage {
  readonly entries: readonly GuestEntry[];
  /** Cursor of the next page; `undefined` if this is the last one. */
  readonly cursor: string | undefined;
}

/** A key with its value. */
interface GuestEntry {
  readonly key: string;
  readonly value: Uint8Array;
}

/** A page of keys, in the order of the walk. */
export interface GuestKeyPage {
  readonly keys: readonly string[];
  readonly cursor: string | undefined;
}

/** Reads a page of entries. @throws StorageError `invalid-argument` for the limit or the cursor */
export function* readPage(transaction: Transaction, request: PageRequest, cursors: Cursors): Steps<GuestPage> {
  const walk = requireWalk(request);
  const { entries, isLast } = yield* transaction.range(restOf(request, cursors), walk);
  const lastKey = isLast ? undefined : entries.at(-1)?.key;
  return {
    entries: entries.map(({ key, value }) => ({ key: guestKey(key), value })),
    cursor: cursorAfter(lastKey, request, cursors),
  };
}

/** Reads a page of keys. @throws StorageError `invalid-argument` for the limit or the cursor */
export function* readKeyPage(transaction: Transaction, request: PageRequest, cursors: Cursors): Steps<GuestKeyPage> {
  const walk = requireWalk(request);
  const { keys, isLast } = yield* transaction.rangeKeys(restOf(request, cursors), walk);
  return { keys: keys.map(guestKey), cursor: cursorAfter(isLast ? undefined : keys.at(-1), request, cursors) };
}

/** Returns the part of the range that the page begins with. @throws StorageError `invalid-argument` for the cursor */
function restOf({ range, walk: { reverse = false }, cursor }: PageRequest, cursors: Cursors): StoredRange {
  return storedRangeAfter(range, cursor === undefined ? undefined : cursors.lastKey(cursor, range, reverse), reverse);
}

/** @throws StorageError `invalid-argument` for the limit */
function requireWalk({ walk: { reverse = false, limit = PAGE_ENTRIES_MAX } }: PageRequest): StoredWalk {
  if (limit >= 1 && limit <= PAGE_ENTRIES_MAX) return { reverse, limit };
  const val = `"limit" of a page expected 1 to ${PAGE_ENTRIES_MAX}, got ${limit}`;
  throw new StorageError({ tag: "invalid-argument", val });
}

/** Reads the page that begins after `lastKey`, or the first page if it is `undefined`. */
export function readEntriesAfter(
  transaction: Transaction,
  range: KeyRange,
  lastKey: string | undefined,
  walk: StoredWalk,
): Steps<RangePage> {
  return transaction.range(storedRangeAfter(range, lastKey, walk.reverse), walk);
}

function storedRangeAfter(range: KeyRange, lastKey: string | undefined, reverse: boolean): StoredRange {
  const whole = storedRange(range);
  return lastKey === undefined ? whole : rangeAfter(whole, storedKey(lastKey), reverse);
}

function cursorAfter(
  lastKey: StoredKey | undefined,
  { range, walk }: PageRequest,
  cursors: Cursors,
): string | undefined {
  return lastKey && cursors.after(guestKey(lastKey), range, walk.reverse ?? false);
}
