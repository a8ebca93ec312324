import type { KeyRange } from "@airssys/protocol";

/** A range of keys: its bounds, or a prefix alone. */
export type PrefixOrRange = string | KeyRange;

/** Returns the bounds of a range. */
export function rangeOf(range: PrefixOrRange): KeyRange {
  return typeof range === "string" ? { prefix: range } : range;
}
