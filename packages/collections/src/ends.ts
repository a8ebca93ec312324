import { FIRST_ENTRY, type Place } from "./place.ts";

/** An entry at an end of a place, if there is any: the first one, or in reverse the last one. One host call. */
export function endEntry({ on, prefix }: Place, reverse: boolean): [text: string, bytes: Uint8Array] | undefined {
  const [entry] = on.page({ prefix, start: prefix + FIRST_ENTRY }, { reverse, limit: 1 }).entries;
  return entry && [entry[0].slice(prefix.length), entry[1]];
}

/** The same without the value. */
export function endText({ on, prefix }: Place, reverse: boolean): string | undefined {
  return on.keyPage({ prefix, start: prefix + FIRST_ENTRY }, { reverse, limit: 1 }).keys[0]?.slice(prefix.length);
}
