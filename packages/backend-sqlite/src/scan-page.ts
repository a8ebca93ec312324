import {
  concatBytes,
  type Entry,
  type Page,
  requireLimit,
  requireValueBytesMax,
  type ScanRange,
  takePage,
} from "@airssys/backend";
import type { Entries } from "./entries.ts";
import type { Row } from "./packed-rows.ts";

/** A request for one page of a range. */
export interface PageRequest {
  readonly range: ScanRange;
  readonly limit: number;
  readonly valueBytesMax: number;
}

/** Checks a range. @throws BackendError `invalid` */
export function requirePageRequest(range: ScanRange): PageRequest {
  return { range, limit: requireLimit(range), valueBytesMax: requireValueBytesMax(range) };
}

/** Reads a page of a range. Its caller has begun a transaction. */
export function scanPage(entries: Entries, { range, limit, valueBytesMax }: PageRequest): Page {
  return takePage(entriesOf(entries, entries.rows(range, limit + 1), valueBytesMax), limit);
}

/** Reads the end of a long value when its entry is asked for, so that a page reads no more of them than it has. */
function* entriesOf(entries: Entries, rows: Iterable<Row>, valueBytesMax: number): Iterable<Entry> {
  for (const { key, value, rest } of rows) {
    const isEnough = rest === undefined || value.length >= valueBytesMax;
    const known = isEnough ? value : concatBytes(value, entries.restOf(rest));
    yield { key, value: known.length > valueBytesMax ? known.slice(0, valueBytesMax) : known };
  }
}
