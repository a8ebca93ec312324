import { fill } from "../../expect/contents.ts";
import { holds } from "../../expect/expect.ts";
import { type Range, range, rangeKeys, type Walk } from "../../host/ranges.ts";
import { set } from "../../host/storage.ts";
import { inOrder } from "../../values/bytes.ts";

export const LETTERS = ["a", "a/1", "a/2", "a/3", "a0", "b", "c", "\u00e9", "\uffff", "\u{10000}"];

export const letters = () => fill(Object.fromEntries(LETTERS.map((key) => [key, `value of ${key}`])));

/** Returns the expected keys of a range, in the order of the walk. */
export function expectedKeys(all: readonly string[], { prefix = "", start, end }: Range, reverse = false): string[] {
  const found = all
    .filter((key) => key.startsWith(prefix))
    .filter((key) => start === undefined || inOrder(key, start) >= 0)
    .filter((key) => end === undefined || inOrder(key, end) < 0)
    .sort(inOrder);
  return reverse ? found.reverse() : found;
}

/** Returns all keys of a walk, read page by page. */
export function walked(within: Range, walk: Walk, read: "keys" | "entries" = "keys"): string[] {
  const all: string[] = [];
  let cursor = walk.cursor;
  for (let pages = 0; pages < 10_000; pages++) {
    const page =
      read === "keys" ? rangeKeys(within, { ...walk, cursor }) : withoutValues(range(within, { ...walk, cursor }));
    const limit = walk.limit ?? 1_000;
    holds(`a page of at most ${limit} keys`, page.keys.length <= limit, page.keys.length);
    holds("that a page that is followed by another has keys", page.cursor === undefined || page.keys.length > 0);
    all.push(...page.keys);
    cursor = page.cursor;
    if (cursor === undefined) return all;
  }
  holds("that the walk ends", false, "another page");
  return all;
}

export function withoutValues({ entries, cursor }: ReturnType<typeof range>) {
  return { keys: entries.map(({ key }) => key), cursor };
}

export const numbered = (index: number) => `n${String(index).padStart(5, "0")}`;

export const fillNumbered = (number: number, first = 0) => {
  for (let index = first; index < first + number; index++) set(numbered(index), "");
};

/** Bounds of every kind; those with `start` at or after `end` are empty. */
export const RANGES: readonly Range[] = [
  {},
  { prefix: "" },
  { prefix: "a" },
  { prefix: "a/" },
  { prefix: "a/2" },
  { prefix: "none" },
  { prefix: "\uffff" },
  { start: "a/2" },
  { start: "a/15" },
  { end: "b" },
  { end: "a" },
  { end: "!" },
  { start: "a/2", end: "c" },
  { start: "b", end: "b" },
  { start: "c", end: "a" },
  { start: "\uffff" },
  { start: "\u{10000}" },
  { end: "\u{10000}" },
  { prefix: "a", start: "a/2", end: "a0" },
  { prefix: "a/", start: "!", end: "z" },
  { prefix: "a/", start: "b" },
  { prefix: "b", end: "a" },
];
