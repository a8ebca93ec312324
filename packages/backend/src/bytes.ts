import type { Bytes } from "./backend.ts";

/** Order of keys: negative, zero or positive as `a` comes before, is, or comes after `b` by unsigned bytes. */
export function compareBytes(a: Bytes, b: Bytes): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const difference = at(a, index) - at(b, index);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Whether two values are the same bytes, or both absent. */
export function sameBytes(a: Bytes | undefined, b: Bytes | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && compareBytes(a, b) === 0;
}

/** `prefix` followed by `rest`. */
export function concatBytes(prefix: Bytes, rest: Bytes): Bytes {
  const joined = new Uint8Array(prefix.length + rest.length);
  joined.set(prefix);
  joined.set(rest, prefix.length);
  return joined;
}

/**
 * The first key after every key that begins with `prefix`, so that `gte: prefix, lt: prefixEnd(prefix)` is the range of
 * the prefix. `undefined` if nothing can come after: the prefix is empty or all of its bytes are 0xff.
 */
export function prefixEnd(prefix: Bytes): Bytes | undefined {
  let last = prefix.length - 1;
  while (last >= 0 && prefix[last] === 0xff) last--;
  if (last < 0) return undefined;
  const end = new Uint8Array(prefix.subarray(0, last + 1));
  end[last] = at(end, last) + 1;
  return end;
}

/** The first key after `key`: nothing lies between the two. */
export function keyAfter(key: Bytes): Bytes {
  const after = new Uint8Array(key.length + 1);
  after.set(key);
  return after;
}

function at(bytes: Bytes, index: number): number {
  return bytes[index] as number; // callers stay below the length
}
