import { FIRST_ENTRY, type Place } from "../place/place.ts";
import { after } from "./walk.ts";

/** Which part of a place to look at. Bounds are texts after the prefix. */
interface Part {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly reverse?: boolean | undefined;
}

/** The first entry of a part of a place, or in reverse the last one, if there is any. One host call. */
export function endEntry(place: Place, part: Part): [text: string, bytes: Uint8Array] | undefined {
  const [entry] = place.byteStorage.page(boundsOf(place, part), { reverse: part.reverse, limit: 1 }).entries;
  return entry && [entry[0].slice(place.prefix.length), entry[1]];
}

/** The same without the value. */
export function endText(place: Place, part: Part): string | undefined {
  const [key] = place.byteStorage.keyPage(boundsOf(place, part), { reverse: part.reverse, limit: 1 }).keys;
  return key?.slice(place.prefix.length);
}

/**
 * Removes the first entry, or in reverse the last one, whatever it holds, and answers its text if there was one. Two
 * host calls.
 */
export function dropEnd(place: Place, part: Part): string | undefined {
  const text = endText(place, part);
  if (text !== undefined) place.delete(text);
  return text;
}

/** Removes entries that follow each other, from the first to the last of some texts. One host call. */
export function removeRow(place: Place, texts: readonly string[]): void {
  const [first, last] = [texts[0], texts.at(-1)];
  if (first === undefined || last === undefined) return;
  place.deleteRange(boundsOf(place, { start: first, end: after(last) }));
}

/** From the last one to the first. */
export const LAST: Part = { reverse: true };

/** From the first one to the last. */
export const FIRST: Part = {};

function boundsOf({ prefix }: Place, { start = FIRST_ENTRY, end }: Part) {
  return { prefix, start: prefix + start, end: end === undefined ? undefined : prefix + end };
}
