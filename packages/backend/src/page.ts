import { type Entry, PAGE_BYTES_MAX, type Page } from "./backend.ts";

/**
 * Takes entries for one page until a bound of the contract is reached: `limit` entries, or {@link PAGE_BYTES_MAX}
 * bytes. A page of a range that is not empty has at least one entry. Pulls one entry more than it takes, to know
 * `isLast`.
 */
export function takePage(entries: Iterable<Entry>, limit: number): Page {
  const taken: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (taken.length === limit || bytes >= PAGE_BYTES_MAX) return { entries: taken, isLast: false };
    taken.push(entry);
    bytes += entry.key.length + entry.value.length;
  }
  return { entries: taken, isLast: true };
}
