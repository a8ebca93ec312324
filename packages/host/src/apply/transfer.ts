import { keyFault, type Limits, StorageError } from "@airssys/protocol";
import { CHUNK_CHARACTERS, KEYS_PER_CHANGE_MAX } from "../guest-limits.ts";
import type { TransferOperation } from "../operation.ts";
import { requireValue } from "../store/key-check.ts";
import type { Steps } from "../store/steps.ts";
import { guestKey, storedKey } from "../store/stored-key.ts";
import type { RangePage, Transaction } from "../store/transaction.ts";
import type { Cursors, Walked } from "./cursors.ts";
import { parseLine, printLine } from "./entry-line.ts";
import { entriesAfter } from "./ranges.ts";
import { undoing } from "./undoing.ts";

/** Most bytes of text that one import takes, unless values are so large that a chunk of theirs has more. */
const IMPORT_BYTES_MAX = 8 * 1_048_576;

/** Entries that are read at once: few, since most of their bytes may belong to chunks that come later. */
const ENTRIES_PER_READ = 100;

const EVERYTHING: Walked = { range: {}, reverse: false };

/** Lines of entries in the order of their keys, and the cursor of the chunk that follows. */
export interface GuestChunk {
  readonly lines: string;
  readonly cursor: string | undefined;
}

export function* exportChunk(
  transaction: Transaction,
  { cursor }: TransferOperation & { readonly type: "export" },
  cursors: Cursors,
): Steps<GuestChunk> {
  let lines = "";
  let lastKey = cursor === undefined ? undefined : cursors.lastKey(cursor, EVERYTHING);
  for (;;) {
    const page: RangePage = yield* entriesAfter(transaction, lastKey, EVERYTHING, ENTRIES_PER_READ, false);
    for (const [index, entry] of page.entries.entries()) {
      lastKey = guestKey(entry.key);
      lines += printLine({ ...entry, key: lastKey });
      const isLast = page.isLast && index === page.entries.length - 1;
      if (lines.length >= CHUNK_CHARACTERS && !isLast) return { lines, cursor: cursors.after(lastKey, EVERYTHING) };
    }
    if (page.isLast) return { lines, cursor: undefined };
  }
}

/** Sets every key that the lines name, or none, and answers how many lines there were. */
export function* importLines(transaction: Transaction, lines: string, limits: Limits): Steps<number> {
  requireImport(lines, limits);
  return yield* undoing(transaction, function* () {
    let count = 0;
    for (const text of linesOf(lines)) {
      if (++count > KEYS_PER_CHANGE_MAX)
        throw new StorageError({ tag: "limit-exceeded", val: `an import has at most ${KEYS_PER_CHANGE_MAX} lines` });
      yield* importLine(transaction, text, count, limits);
    }
    return count;
  });
}

/** One line after the other, without the line feed that ends it. The last one need not have one. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed;
    yield text.slice(start, end);
    start = end + 1;
  }
}

function* importLine(transaction: Transaction, text: string, number: number, limits: Limits): Steps<void> {
  const { key, value, expiresAt } = parseLine(text, number);
  const fault = keyFault(key, limits.keyBytesMax);
  if (fault !== undefined) throw new StorageError({ tag: "invalid-key", val: `line ${number}: the key ${fault}` });
  requireValue(value, limits);
  yield* transaction.set(storedKey(key), value, expiresAt);
}

/** @throws StorageError `limit-exceeded` */
function requireImport(lines: string, { valueBytesMax }: Limits): void {
  const bytesMax = Math.max(IMPORT_BYTES_MAX, CHUNK_CHARACTERS + 2 * valueBytesMax); // Base64 takes 4 for 3
  if (lines.length <= bytesMax && encoder.encode(lines).length <= bytesMax) return;
  throw new StorageError({ tag: "limit-exceeded", val: `an import takes at most ${bytesMax} bytes of text` });
}

const encoder = new TextEncoder();
