import type { KeyRange } from "@airssys/protocol";
import { type GuestChunk, printLine } from "../contract/entry-line.ts";
import { CHUNK_CHARACTERS, KEYS_PER_CHANGE_MAX } from "../contract/guest-limits.ts";
import { readEntriesAfter } from "../contract/pages.ts";
import { guestKey } from "../store/format/stored-key.ts";
import type { StoredWalk } from "../store/read/read-range.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { RangePage, Transaction } from "../store/transaction/transaction.ts";
import { unchecked } from "./argument-rule.ts";
import { defineOperation } from "./define-operation.ts";
import { inTransaction, type OperationContext } from "./operation-session.ts";

/** Exports a chunk of the namespace as lines of text. */
export const exportEntries = defineOperation<"export">({
  need: "admin",
  isWrite: false,
  reach: "every-key",
  namespace: "entered",
  audit: "notable",
  arguments: { cursor: unchecked("its authentication code is checked when it is opened") },
  bytesRead: ({ lines }) => lines.length,
  perform: inTransaction((transaction, { cursor }, context) => exportChunk(transaction, cursor, context)),
});

/** Entries per read. Few, because large values may fill the chunk and the rest of a read would be thrown away. */
const ENTRIES_PER_READ = 100;

const EVERYTHING: KeyRange = {};
const WALK: StoredWalk = { reverse: false, limit: ENTRIES_PER_READ };

/** Reads one chunk. It has no more lines than one call may import. */
function* exportChunk(
  transaction: Transaction,
  cursor: string | undefined,
  { cursors, limits }: OperationContext,
): Steps<GuestChunk> {
  const linesMax = Math.min(limits.callKeysMax, KEYS_PER_CHANGE_MAX);
  let lines = "";
  let count = 0;
  let lastKey = cursor === undefined ? undefined : cursors.lastKey(cursor, EVERYTHING, WALK.reverse);
  for (;;) {
    const page: RangePage = yield* readEntriesAfter(transaction, EVERYTHING, lastKey, WALK);
    for (const [index, entry] of page.entries.entries()) {
      lastKey = guestKey(entry.key);
      lines += printLine({ ...entry, key: lastKey });
      count++;
      const isLast = page.isLast && index === page.entries.length - 1;
      const isFull = lines.length >= CHUNK_CHARACTERS || count >= linesMax;
      if (isFull && !isLast) return { lines, cursor: cursors.after(lastKey, EVERYTHING, WALK.reverse) };
    }
    if (page.isLast) return { lines, cursor: undefined };
  }
}
