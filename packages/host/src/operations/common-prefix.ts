import type { KeyRange } from "@airssys/protocol";

/** The longest prefix of which the bounds say that every key of the range begins with it. */
export function commonPrefix({ prefix = "", start, end }: KeyRange): string {
  if (start === undefined || end === undefined) return prefix;
  const between = sharedBeginning(start, end);
  return between.length > prefix.length ? between : prefix;
}

/** Of two texts in whole characters: half of one would begin other keys too. */
function sharedBeginning(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  const isHalf = /[\uD800-\uDBFF]/.test(a[length - 1] ?? "");
  return a.slice(0, isHalf ? length - 1 : length);
}
