/**
 * The order of keys: below 0 if `left` comes before `right`, 0 if they are the same, above 0 otherwise.
 *
 * It is that of the bytes of their UTF-8, which is that of code points. JavaScript's own `<` differs for characters
 * above U+FFFF.
 *
 * @example
 * ```ts
 * import { compareKeys } from "@airssys/storage/keys";
 *
 * ["😀", "ﬁ", "a"].sort(compareKeys); // ["a", "ﬁ", "😀"]
 * ```
 */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = rank(left.charCodeAt(index)) - rank(right.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Surrogates stand for the characters above all others, but their numbers are in the middle. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
