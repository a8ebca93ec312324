import {
  type Bytes,
  type Entry,
  type Page,
  requireLimit,
  requireValueBytesMax,
  type ScanRange,
  takePage,
} from "@airssys/backend";
import type { Transaction } from "lmdb";
import type { Environment } from "./environment.ts";
import { keyRange } from "./key-range.ts";

/**
 * Reads one page of a range. @throws BackendError `invalid`
 *
 * @param transaction the snapshot to read from. Default: the newest state.
 */
export function scanPage({ data, rangeValues }: Environment, range: ScanRange, transaction?: Transaction): Page {
  const limit = requireLimit(range);
  rangeValues.bytesMax = requireValueBytesMax(range);
  const bounds = keyRange(range);
  if (bounds === undefined) return { entries: [], isLast: true };
  const walk = { ...bounds, limit: limit + 1, ...(transaction && { transaction }) };
  // With the encodings of the environment, lmdb hands out keys and entries of our own.
  if (rangeValues.bytesMax === 0) return takePage(withoutValues(data.getKeys(walk) as Iterable<Bytes>), limit);
  return takePage(data.getRange(walk) as Iterable<Entry>, limit);
}

function* withoutValues(keys: Iterable<Bytes>): Iterable<Entry> {
  for (const key of keys) yield { key, value: NO_VALUE };
}

/** Empty bytes, of which nothing can be changed. */
const NO_VALUE = new Uint8Array(0);
