import { blankComments } from "./wit-scan.ts";

/**
 * Where in a WIT text a complaint of the parser belongs, since the parser itself does not say; `undefined` if it cannot
 * be told.
 *
 * The parser stops at the first token that does not fit. A text that is cut off before that token gives another
 * complaint (it ends too early), one that is cut off after it gives the same: the token is found by halving. Complaints
 * about the meaning need the whole text, but name what they are about.
 *
 * @param ownEnd where the user's own part of the text ends; complaints about the rest are none of theirs
 * @param check parses a text and answers the complaint, or `undefined`
 */
export async function findWitFault(
  text: string,
  ownEnd: number,
  complaint: string,
  check: (text: string) => Promise<string | undefined>,
): Promise<number | undefined> {
  const tokens = tokensOf(text);
  let low = 0;
  let high = tokens.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const isBefore = (await check(text.slice(0, tokens[middle]?.end))) !== complaint;
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  const isAboutMeaning = low === tokens.length - 1;
  if (isAboutMeaning) return namedOffset(text.slice(0, ownEnd), complaint);
  // Where the fault is the first token after the user's own part, that part ends too early.
  return Math.min(tokens[low]?.start ?? 0, ownEnd - 1);
}

interface Token {
  readonly start: number;
  readonly end: number;
}

function tokensOf(text: string): Token[] {
  const words = blankComments(text).matchAll(/[\w%-]+|\S/g);
  return Array.from(words, ({ 0: word, index }) => ({ start: index, end: index + word.length }));
}

/**
 * Where the first thing stands that a complaint quotes. Of `airssys:wasm@0.1.0` the version stands elsewhere:
 * `airssys:wasm/storage@0.1.0`.
 */
function namedOffset(text: string, complaint: string): number | undefined {
  const blanked = blankComments(text);
  for (const [, quoted = ""] of complaint.matchAll(/[`'"]([^`'"]+)[`'"]/g)) {
    const name = quoted.replace(/@.*/, "").replaceAll(/[^\w:/%-]/g, "");
    const offset = name === "" ? -1 : blanked.search(new RegExp(`(?<![\\w-])${name}(?![\\w-])`));
    if (offset >= 0) return offset;
  }
  return undefined;
}
