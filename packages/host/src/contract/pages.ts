import { PAGE_ENTRIES_MAX } from "@airssys/backend";
import { type KeyRange, StorageError } from "@airssys/protocol";
import { rangeAfter, storedRange } from "../store/format/key-range.ts";
import { guestKey, storedKey } from "../store/format/stored-key.ts";
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
  const page = yield* readEntries(transaction, request, cursors, false);
  const entries = page.entries.map(({ key, value }) => ({ key: guestKey(key), value }));
  return { entries, cursor: cursorAfter(page, request, cursors) };
}

/** Reads a page of keys. @throws StorageError `invalid-argument` for the limit or the cursor */
export function* readKeyPage(transaction: Transaction, request: PageRequest, cursors: Cursors): Steps<GuestKeyPage> {
  const page = yield* readEntries(transaction, request, cursors, true);
  return { keys: page.entries.map(({ key }) => guestKey(key)), cursor: cursorAfter(page, request, cursors) };
}

/** @throws StorageError `invalid-argument` for the limit or the cursor */
function readEntries(
  transaction: Transaction,
  { range, walk: { reverse = false, limit = PAGE_ENTRIES_MAX }, cursor }: PageRequest,
  cursors: Cursors,
  keysOnly: boolean,
): Steps<RangePage> {
  if (!(limit >= 1 && limit <= PAGE_ENTRIES_MAX)) {
    const val = `"limit" of a page expected 1 to ${PAGE_ENTRIES_MAX}, got ${limit}`;
    throw new StorageError({ tag: "invalid-argument", val });
  }
  const lastKey = cursor === undefined ? undefined : cursors.lastKey(cursor, range, reverse);
  return readEntriesAfter(transaction, range, lastKey, { reverse, limit, keysOnly });
}

/** Reads the page that begins after `lastKey`, or the first page if it is `undefined`. */
export function readEntriesAfter(
  transaction: Transaction,
  range: KeyRange,
  lastKey: string | undefined,
  walk: StoredWalk,
): Steps<RangePage> {
  const whole = storedRange(range);
  const rest = lastKey === undefined ? whole : rangeAfter(whole, storedKey(lastKey), walk.reverse);
  return transaction.range(rest, walk);
}

function cursorAfter({ entries, isLast }: RangePage, request: PageRequest, cursors: Cursors): string | undefined {
  const last = entries.at(-1);
  return isLast || last === undefined
    ? undefined
    : cursors.after(guestKey(last.key), request.range, request.walk.reverse ?? false);
}
