import {
  type Bytes,
  COUNT_KEYS_MAX,
  type Entry,
  type KeyBounds,
  type KeyCount,
  PAGE_BYTES_MAX,
  PAGE_ENTRIES_MAX,
  type Page,
  requireLimit,
  requireValueBytesMax,
  type ScanRange,
  takePage,
} from "@airssys/backend";
import type { Binding, Native } from "./binding.ts";
import { hasRoomForKeys } from "./key-range.ts";

/** A walk over a range. */
export interface Walk extends KeyBounds {
  readonly reverse: boolean;
  /** Whether to read values too; otherwise they are empty. */
  readonly values: boolean;
  /** Number of entries that are likely to be wanted: so many are read at once, if they are not too large. */
  readonly expected: number;
}

/** One state of a database. */
export interface Reader {
  getMany(keys: readonly Bytes[]): (Bytes | undefined)[];
  /** Walks a range in which a key can lie. What it takes from the database is given back when the walk ends. */
  entries(walk: Walk): Iterable<Entry>;
}

/** Reads one page of a range. @throws BackendError `invalid` */
export function scanPage(reader: Reader, range: ScanRange): Page {
  const limit = requireLimit(range);
  const bytesMax = requireValueBytesMax(range);
  if (!hasRoomForKeys(range)) return { entries: [], isLast: true };
  const walk = { ...range, reverse: range.reverse ?? false, values: bytesMax > 0, expected: limit + 1 };
  return takePage(cut(reader.entries(walk), bytesMax), limit);
}

function* cut(entries: Iterable<Entry>, bytesMax: number): Iterable<Entry> {
  for (const entry of entries) {
    const { key, value } = entry;
    yield value.length <= bytesMax ? entry : { key, value: value.slice(0, bytesMax) };
  }
}

/** Counts the keys of a range, up to {@link COUNT_KEYS_MAX}. */
export function countKeys(reader: Reader, range: KeyBounds): KeyCount {
  if (!hasRoomForKeys(range)) return { keys: 0, next: undefined };
  let keys = 0;
  for (const { key } of reader.entries({ ...range, reverse: false, values: false, expected: PAGE_ENTRIES_MAX })) {
    if (keys === COUNT_KEYS_MAX) return { keys, next: key };
    keys += 1;
  }
  return { keys, next: undefined };
}

/** Options of an iterator that reads keys and values as bytes, a few megabytes at a time. */
export function iteratorOptions(walk: Pick<Walk, "reverse" | "values" | "gte" | "lt">): object {
  return {
    ...walk,
    keys: true,
    keyEncoding: "buffer",
    valueEncoding: "buffer",
    highWaterMarkBytes: PAGE_BYTES_MAX,
    asyncIO: false,
    fillCache: true,
  };
}

/** Takes entries from an iterator, `count` at a time, from where it stands. */
export function* takeEntries(binding: Binding, iterator: Native<"iterator">, count: number): Iterable<Entry> {
  for (;;) {
    const { rows, finished } = binding.iterator_nextv_sync(iterator, count);
    for (let index = 0; index < rows.length; index += 2)
      yield { key: plainBytes(rows[index]), value: plainBytes(rows[index + 1]) };
    if (finished) return;
  }
}

/** The binding makes new buffers, which are handed on as plain arrays; `undefined` is what it makes of no value. */
export function plainBytes(buffer: Uint8Array | undefined): Bytes {
  return buffer === undefined ? NO_VALUE : new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** Empty bytes, of which nothing can be changed. */
const NO_VALUE = new Uint8Array(0);
