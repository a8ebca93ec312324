import type { KeyRange, Walk } from "@airssys/protocol";
import { compareKeys } from "./key-order.ts";

/** A range as the contract has it: `last` and `after` have become one of its bounds. */
export interface Bounds {
  readonly prefix?: string | undefined;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

/**
 * Returns the bounds of the part of a range that a walk visits, or `undefined` if it is empty. `next` returns the first
 * key that can come after a key, or `undefined` if none can.
 */
export function boundsOf(
  { prefix, start, end, last }: KeyRange,
  { reverse = false, after }: Walk,
  next: (key: string) => string | undefined,
): Bounds | undefined {
  const behindLast = last === undefined ? undefined : next(last);
  const bounds = { prefix, start, end: lower(end, behindLast) };
  if (after === undefined) return bounds;
  if (reverse) return { ...bounds, end: lower(bounds.end, after) };
  const behindAfter = next(after);
  return behindAfter === undefined ? undefined : { ...bounds, start: higher(start, behindAfter) };
}

function lower(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return compareKeys(left, right) < 0 ? left : right;
}

function higher(left: string | undefined, right: string): string {
  return left !== undefined && compareKeys(left, right) > 0 ? left : right;
}
