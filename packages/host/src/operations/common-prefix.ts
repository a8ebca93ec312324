import type { KeyRange } from "@airssys/protocol";

/** Returns the longest prefix that every key of the range must begin with, as far as the bounds tell. */
export function commonPrefix({ prefix = "", start, end }: KeyRange): string {
  if (start === undefined || end === undefined) return prefix;
  const between = sharedPrefix(start, end);
  return between.length > prefix.length ? between : prefix;
}

/** Returns the common prefix of two texts. Never ends inside a surrogate pair: half a pair would match other keys. */
function sharedPrefix(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  const isHalf = /[\uD800-\uDBFF]/.test(a[length - 1] ?? "");
  return a.slice(0, isHalf ? length - 1 : length);
}
