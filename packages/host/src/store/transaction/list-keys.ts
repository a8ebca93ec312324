import { StorageError } from "@airssys/protocol";
import { rangeAfter, type StoredRange } from "../format/key-range.ts";
import { guestKey, type StoredKey } from "../format/stored-key.ts";
import type { Steps } from "../steps/steps.ts";
import type { Transaction } from "./transaction.ts";

/** Keys that one look at a range takes. */
const KEYS_PER_PAGE = 1_000;

/**
 * All keys of a range, in order.
 *
 * @throws StorageError `limit-exceeded` if there are more than `countMax`: an answer is never shortened.
 */
export function* listKeys(transaction: Transaction, range: StoredRange, countMax: number): Steps<string[]> {
  const keys: string[] = [];
  for (let rest: StoredRange | undefined = range; rest !== undefined; ) {
    const page: KeyPage = yield* keyPage(transaction, rest);
    for (const key of page.keys) keys.push(guestKey(key));
    if (keys.length > countMax) throw tooManyKeys(countMax);
    rest = page.rest;
  }
  return keys;
}

/**
 * Removes the keys of a range, and answers how many there were. @throws StorageError `limit-exceeded` if there are more
 * than `countMax`
 */
export function* deleteRange(
  transaction: Transaction,
  range: StoredRange,
  countMax = Number.POSITIVE_INFINITY,
): Steps<number> {
  let count = 0;
  for (let rest: StoredRange | undefined = range; rest !== undefined; ) {
    const page: KeyPage = yield* keyPage(transaction, rest);
    count += page.keys.length;
    if (count > countMax) {
      const val = `at most ${countMax} keys are removed at once; remove the range in parts`;
      throw new StorageError({ tag: "limit-exceeded", val });
    }
    for (const key of page.keys) yield* transaction.delete(key);
    rest = page.rest;
  }
  return count;
}

interface KeyPage {
  readonly keys: readonly StoredKey[];
  /** The rest of the range; `undefined` after its last page. */
  readonly rest: StoredRange | undefined;
}

function* keyPage(transaction: Transaction, range: StoredRange): Steps<KeyPage> {
  const { keys, isLast } = yield* transaction.rangeKeys(range, { reverse: false, limit: KEYS_PER_PAGE });
  const last = keys.at(-1);
  return { keys, rest: isLast || last === undefined ? undefined : rangeAfter(range, last, false) };
}

function tooManyKeys(countMax: number): StorageError {
  return new StorageError({
    tag: "limit-exceeded",
    val: `an answer holds at most ${countMax} keys; ask for a longer prefix`,
  });
}
