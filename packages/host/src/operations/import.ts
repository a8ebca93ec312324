import { keyFault, type Limits, StorageError } from "@airssys/protocol";
import { type LineText, parseLine } from "../contract/entry-line.ts";
import { CHUNK_CHARACTERS, KEYS_PER_CHANGE_MAX } from "../contract/guest-limits.ts";
import { requireValue } from "../store/format/key-check.ts";
import { storedKey } from "../store/format/stored-key.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { Transaction } from "../store/transaction/transaction.ts";
import { importText } from "./argument-rule.ts";
import { defineOperation, noValue } from "./define-operation.ts";
import { inTransaction } from "./operation-session.ts";
import { rollbackOnError } from "./rollback-on-error.ts";

/** Sets the keys of all lines of a text, or none of them, and returns the number of lines. */
export const importEntries = defineOperation<"import">({
  need: "admin",
  isWrite: true,
  reach: "every-key",
  namespace: "entered",
  audit: "notable",
  arguments: { lines: importText },
  bytesRead: noValue,
  perform: inTransaction((transaction, { lines }, { limits }) => importLines(transaction, lines, limits)),
});

/**
 * Maximum bytes of text in one import. Raised where the limit of values is so large that an export chunk exceeds it.
 */
const IMPORT_BYTES_MAX = 8 * 1_048_576;

function* importLines(transaction: Transaction, lines: string, limits: Limits): Steps<number> {
  requireImport(lines, limits);
  return yield* rollbackOnError(transaction, function* () {
    let count = 0;
    for (const line of splitLines(lines)) {
      if (++count > KEYS_PER_CHANGE_MAX)
        throw new StorageError({ tag: "limit-exceeded", val: `an import takes at most ${KEYS_PER_CHANGE_MAX} lines` });
      yield* importLine(transaction, line, limits);
    }
    return count;
  });
}

/** Yields the lines of a text without their line feeds. The last line feed is optional. */
function* splitLines(text: string): Generator<LineText> {
  for (let start = 0, number = 1; start < text.length; number++) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed;
    yield { text: text.slice(start, end), number, isEnded: feed >= 0 };
    start = end + 1;
  }
}

function* importLine(transaction: Transaction, line: LineText, limits: Limits): Steps<void> {
  const { key, value, expiresAt } = parseLine(line);
  const fault = keyFault(key, limits.keyBytesMax);
  if (fault !== undefined) throw new StorageError({ tag: "invalid-key", val: `line ${line.number}: the key ${fault}` });
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
