import type { KeyRange } from "@airssys/protocol";
import { FIRST_ENTRY, type Place } from "../place/place.ts";
import { boundAfter, type TextBounds } from "./text-bounds.ts";

/** A part of a place, and from which side to look at it. */
interface Side extends TextBounds {
  readonly reverse?: boolean | undefined;
}

/** Returns the first entry of a part of a place, or the last one in reverse, if there is any. One host call. */
export function endEntry(place: Place, side: Side): [text: string, bytes: Uint8Array] | undefined {
  const [entry] = place.byteStorage.page(rangeOf(place, side), walkOf(side)).entries;
  requireKind(place, side, entry?.[0]);
  return entry && [entry[0].slice(place.prefix.length), entry[1]];
}

/** Does the same without reading the value. */
export function endText(place: Place, side: Side): string | undefined {
  const [key] = place.byteStorage.keyPage(rangeOf(place, side), walkOf(side)).keys;
  requireKind(place, side, key);
  return key?.slice(place.prefix.length);
}

/** Removes the first entry, or the last one in reverse, unread. Returns its text if there was one. Two host calls. */
export function dropEnd(place: Place, side: Side): string | undefined {
  const text = endText(place, side);
  if (text !== undefined) place.delete(text);
  return text;
}

/** Removes neighbouring entries, from the first to the last of some texts. One host call. */
export function deleteNeighbours(place: Place, texts: readonly string[]): void {
  const [first, last] = [texts[0], texts.at(-1)];
  if (first === undefined || last === undefined) return;
  place.deleteRange(entriesIn(place, { start: first, end: boundAfter(last) }));
}

/** The last entry of a place. */
export const LAST: Side = { reverse: true };

/** The first entry of a place. */
export const FIRST: Side = {};

/** Returns the keys of the entries of a part of a place. */
export function entriesIn({ prefix }: Place, { start = FIRST_ENTRY, end }: TextBounds): KeyRange & { prefix: string } {
  return { prefix, start: prefix + start, end: end === undefined ? undefined : prefix + end };
}

function walkOf({ reverse }: Side) {
  return { reverse, limit: 1 };
}

/** Looks at everything with the same name as long as the kind is unknown: that costs no other host call. */
function rangeOf(place: Place, side: Side): KeyRange {
  return tellsKind(place, side) ? { prefix: place.kinds.prefix } : entriesIn(place, side);
}

function requireKind(place: Place, side: Side, key: string | undefined): void {
  if (tellsKind(place, side)) place.requireKindOf(key);
}

function tellsKind(place: Place, { start, end }: Side): boolean {
  return place.awaitsKind && start === undefined && end === undefined;
}
