import { type KeyRange, requireKnownOptions, type Walk } from "@airssys/protocol";
import { requireKey, requireWholeKey } from "./key-check.ts";

const RANGE_OPTIONS = { prefix: true, start: true, end: true, last: true } as const;
const WALK_OPTIONS = { reverse: true, limit: true, after: true } as const;

/** Throws for a range with an unknown name, and for bounds that would not reach the host unchanged. */
export function requireRange(range: KeyRange): void {
  requireKnownOptions<KeyRange>(range, RANGE_OPTIONS);
  for (const bound of [range.prefix, range.start, range.end]) if (bound !== undefined) requireKey(bound);
  if (range.last !== undefined) requireWholeKey(range.last);
}

/** Throws for a walk with an unknown name, and for a key to begin behind that is none. */
export function requireWalk(walk: Walk): void {
  requireKnownOptions<Walk>(walk, WALK_OPTIONS);
  if (walk.after !== undefined) requireWholeKey(walk.after);
}
