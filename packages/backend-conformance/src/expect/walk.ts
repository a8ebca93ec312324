import type { Backend, Entry, ScanRange } from "@airssys/backend";
import { keyAfter } from "@airssys/backend";
import { assert } from "chai";

/** Reads all entries of a range, page by page. Fails if the pages do not end. */
export async function walk(backend: Backend, range: ScanRange, pagesMax = 10_000): Promise<Entry[]> {
  const entries: Entry[] = [];
  let rest = range;
  for (let pages = 1; ; pages++) {
    const page = await backend.scan(rest);
    entries.push(...page.entries);
    if (page.isLast) return entries;
    const last = page.entries.at(-1);
    if (last === undefined) return assert.fail("a page without entries says that more come after it");
    if (pages >= pagesMax) return assert.fail(`the walk did not end after ${pages} pages`);
    rest = after(range, last.key);
  }
}

/** Returns the rest of a range after the entry `key`. */
export function after(range: ScanRange, key: Uint8Array): ScanRange {
  return range.reverse ? { ...range, lt: key } : { ...range, gte: keyAfter(key) };
}
