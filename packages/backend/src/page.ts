import { type Entry, PAGE_BYTES_MAX, type Page } from "./backend.ts";

/**
 * Builds a page: takes entries until it has `limit` of them, or {@link PAGE_BYTES_MAX} bytes of keys and values. Takes
 * at least one entry, however large, if there is any. Pulls one entry more than it takes, to determine `isLast`.
 *
 * @example
 * ```ts
 * import { takePage } from "@airssys/backend";
 *
 * const entries = [1, 2].map((number) => ({ key: Uint8Array.of(number), value: Uint8Array.of() }));
 * takePage(entries, 1); // { entries: [the entry of the key 1], isLast: false }
 * ```
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
