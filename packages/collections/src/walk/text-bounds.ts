import type { KeyBounds, Walk } from "@airssys/protocol";
import { compareKeys } from "@airssys/storage/keys";
import { FIRST_ENTRY } from "../place/place.ts";

/** A part of a place. Bounds are texts behind the prefix. */
export interface TextBounds {
  /** The first text of the part. It is part of it. */
  readonly start?: string | undefined;
  /** The first text after the part. It is not part of it. */
  readonly end?: string | undefined;
}

/**
 * Returns the bound behind a text and all that is nested under it: what else extends the text has `"` or more there.
 */
export function boundAfter(text: string): string {
  return text + FIRST_ENTRY;
}

/** Returns the part of a place that a walk visits: `last` and `after` have become one of its bounds. */
export function textBounds<K>(
  { start, end, last }: KeyBounds<K>,
  { after, reverse = false }: Walk<K>,
  textOf: (key: K) => string,
): TextBounds {
  const from = start === undefined ? undefined : textOf(start);
  const to = last === undefined ? undefined : boundAfter(textOf(last));
  const bounds = { start: from, end: end === undefined ? to : lower(textOf(end), to) };
  if (after === undefined) return bounds;
  const text = textOf(after);
  return reverse
    ? { ...bounds, end: lower(text, bounds.end) }
    : { ...bounds, start: higher(boundAfter(text), bounds.start) };
}

function lower(left: string, right: string | undefined): string {
  return right !== undefined && compareKeys(right, left) < 0 ? right : left;
}

function higher(left: string, right: string | undefined): string {
  return right !== undefined && compareKeys(right, left) > 0 ? right : left;
}
