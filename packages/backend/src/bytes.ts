import type { Bytes } from "./backend.ts";

/**
 * Compares two keys by their unsigned bytes. Returns a negative number if `a` comes before `b`, zero if they are equal,
 * and a positive number if `a` comes after `b`.
 *
 * @example
 * ```ts
 * import { compareBytes } from "@airssys/backend";
 *
 * [Uint8Array.of(2), Uint8Array.of(1, 255), Uint8Array.of(1)].sort(compareBytes); // [1], [1, 255], [2]
 * ```
 */
export function compareBytes(a: Bytes, b: Bytes): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const difference = at(a, index) - at(b, index);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/**
 * Tells whether two values have equal bytes, or are both absent. Not in constant time: do not compare secrets with it.
 *
 * @example
 * ```ts
 * import { sameBytes } from "@airssys/backend";
 *
 * sameBytes(Uint8Array.of(1), Uint8Array.of(1)); // true
 * sameBytes(Uint8Array.of(1), undefined); // false
 * ```
 */
export function sameBytes(a: Bytes | undefined, b: Bytes | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && compareBytes(a, b) === 0;
}

/**
 * Returns new bytes: `prefix` followed by `rest`.
 *
 * @example
 * ```ts
 * import { concatBytes } from "@airssys/backend";
 *
 * concatBytes(Uint8Array.of(1), Uint8Array.of(2, 3)); // Uint8Array [1, 2, 3]
 * ```
 */
export function concatBytes(prefix: Bytes, rest: Bytes): Bytes {
  const joined = new Uint8Array(prefix.length + rest.length);
  joined.set(prefix);
  joined.set(rest, prefix.length);
  return joined;
}

/**
 * Returns the exclusive upper bound of the keys that begin with `prefix`: the range `gte: prefix, lt:
 * prefixEnd(prefix)` contains exactly those keys. Returns `undefined` if no key can come after them, because the prefix
 * is empty or all of its bytes are 0xff.
 *
 * @example
 * ```ts
 * import { prefixEnd } from "@airssys/backend";
 *
 * prefixEnd(Uint8Array.of(1, 2)); // Uint8Array [1, 3]
 * prefixEnd(Uint8Array.of(1, 255)); // Uint8Array [2]
 * prefixEnd(Uint8Array.of(255)); // undefined
 * ```
 */
export function prefixEnd(prefix: Bytes): Bytes | undefined {
  let last = prefix.length - 1;
  while (last >= 0 && prefix[last] === 0xff) last--;
  if (last < 0) return undefined;
  const end = new Uint8Array(prefix.subarray(0, last + 1));
  end[last] = at(end, last) + 1;
  return end;
}

/**
 * Returns the immediate successor of `key`: no key lies between the two.
 *
 * @example
 * ```ts
 * import { keyAfter } from "@airssys/backend";
 *
 * keyAfter(Uint8Array.of(1)); // Uint8Array [1, 0]
 * ```
 */
export function keyAfter(key: Bytes): Bytes {
  const after = new Uint8Array(key.length + 1);
  after.set(key);
  return after;
}

function at(bytes: Bytes, index: number): number {
  return bytes[index] as number; // callers never pass an index at or above the length
}
