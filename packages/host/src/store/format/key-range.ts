import { type Bytes, compareBytes, keyAfter, prefixEnd } from "@airssys/backend";
import type { KeyRange } from "@airssys/protocol";
import { GUEST_KEYS, storedKey } from "./stored-key.ts";

/** A range as the namespace stores its keys. Both bounds are there, so that no range reaches a system record. */
export interface StoredRange {
  readonly gte: Bytes;
  readonly lt: Bytes;
}

/** The stored form of a range whose bounds have passed the grammar. */
export function storedRange({ prefix = "", start, end, last }: KeyRange): StoredRange {
  const low = storedKey(prefix);
  const high = prefixEnd(low);
  return {
    gte: later(prefix === "" ? GUEST_KEYS.gte : low, start === undefined ? undefined : storedKey(start)),
    lt: earlier(
      earlier(high ?? GUEST_KEYS.lt, end === undefined ? undefined : storedKey(end)),
      last === undefined ? undefined : keyAfter(storedKey(last)),
    ),
  };
}

/** The part of a range that comes after a key, in the direction of the walk. */
export function rangeAfter(range: StoredRange, key: Bytes, reverse: boolean): StoredRange {
  return reverse
    ? { gte: range.gte, lt: earlier(range.lt, key) }
    : { gte: later(range.gte, keyAfter(key)), lt: range.lt };
}

export function isEmptyRange({ gte, lt }: StoredRange): boolean {
  return compareBytes(gte, lt) >= 0;
}

function later(bound: Bytes, other: Bytes | undefined): Bytes {
  return other !== undefined && compareBytes(other, bound) > 0 ? other : bound;
}

function earlier(bound: Bytes, other: Bytes | undefined): Bytes {
  return other !== undefined && compareBytes(other, bound) < 0 ? other : bound;
}
