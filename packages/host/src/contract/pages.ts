import { PAGE_ENTRIES_MAX } from "@airssys/backend";
import { type KeyRange, StorageError } from "@airssys/protocol";
import { rangeAfter, storedRange } from "../store/format/key-range.ts";
import { guestKey, storedKey } from "../store/format/stored-key.ts";
import type { StoredWalk } from "../store/read/read-range.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { RangePage, Transaction } from "../store/transaction/transaction.ts";
import type { Cursors } from "./cursors.ts";
import type { PageRequest } from "./operation.ts";

/** Entries of a range in the order of the walk. */
export interface GuestPage {
  readonly entries: readonly GuestEntry[];
  /** Of the page that follows, if one does. */
  readonly cursor: string | undefined;
}

/** A key with its value. */
interface GuestEntry {
  readonly key: string;
  readonly value: Uint8Array;
}

/** The same with keys alone. */
export interface GuestKeyPage {
  readonly keys: readonly string[];
  readonly cursor: string | undefined;
}

export function* readPage(transaction: Transaction, request: PageRequest, cursors: Cursors): Steps<GuestPage> {
  const page = yield* entriesOf(transaction, request, cursors, false);
  const entries = page.entries.map(({ key, value }) => ({ key: guestKey(key), value }));
  return { entries, cursor: cursorAfter(page, request, cursors) };
}

export function* readKeyPage(transaction: Transaction, request: PageRequest, cursors: Cursors): Steps<GuestKeyPage> {
  const page = yield* entriesOf(transaction, request, cursors, true);
  return { keys: page.entries.map(({ key }) => guestKey(key)), cursor: cursorAfter(page, request, cursors) };
}

/** The page that is asked for. @throws StorageError `invalid-argument` for the limit or the cursor */
function entriesOf(
  transaction: Transaction,
  { range, walk: { reverse = false, limit = PAGE_ENTRIES_MAX }, cursor }: PageRequest,
  cursors: Cursors,
  keysOnly: boolean,
): Steps<RangePage> {
  if (!(limit >= 1 && limit <= PAGE_ENTRIES_MAX)) {
    const val = `a page has a limit of 1 to ${PAGE_ENTRIES_MAX} entries, got ${limit}`;
    throw new StorageError({ tag: "invalid-argument", val });
  }
  const lastKey = cursor === undefined ? undefined : cursors.lastKey(cursor, range, reverse);
  return entriesAfter(transaction, range, lastKey, { reverse, limit, keysOnly });
}

/** One page after a key, or the first one. */
export function entriesAfter(
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
