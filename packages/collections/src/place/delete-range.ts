import { type ByteStorage, type KeyRange, StorageError } from "@airssys/storage";

/**
 * The host removes at most 100 000 keys at once. A larger range is removed in parts of this many pages of 1 000 keys.
 */
const PAGES_OF_A_PART = 50;

/**
 * Removes the keys of a range, however many, and returns their number. 1 host call; where the host refuses so many at
 * once, 1 for each 1 000 keys and a few more, all of them in one transaction, which needs `storage-transactions`. More
 * keys than one call may change are `limit-exceeded`, and none is removed.
 */
export function deleteRange(byteStorage: ByteStorage, range: KeyRange): number {
  try {
    return byteStorage.deleteRange(range);
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== "limit-exceeded") throw error;
    return byteStorage.transaction(() => deleteParts(byteStorage, range));
  }
}

function deleteParts(byteStorage: ByteStorage, range: KeyRange): number {
  let count = 0;
  for (let end = endOfPart(byteStorage, range); end !== undefined; end = endOfPart(byteStorage, range)) {
    count += byteStorage.deleteRange({ ...range, end });
  }
  return count + byteStorage.deleteRange(range);
}

/** Returns the last key of the first pages of a range, or `undefined` if it has no more pages than these. */
function endOfPart(byteStorage: ByteStorage, range: KeyRange): string | undefined {
  let end: string | undefined;
  let cursor: string | undefined;
  for (let pages = 0; pages < PAGES_OF_A_PART; pages++) {
    const page = byteStorage.keyPage(range, {}, cursor);
    if (page.cursor === undefined) return undefined;
    end = page.keys.at(-1);
    cursor = page.cursor;
  }
  return end;
}
