import { blankComments } from "./wit-scan.ts";

/**
 * Returns the offset in a WIT text that an error of the parser is about, or `undefined` if it cannot be found. The
 * parser gives no positions.
 *
 * The parser stops at the first token that does not fit. A text that ends before that token gives another error (it
 * ends too early), and one that ends after it gives the same error: a binary search finds the token. Errors about the
 * meaning of a text need all of it, but quote the name that they are about.
 *
 * @param ownEnd end of the user's own part of the text; errors in the rest are not theirs
 * @param check parses a text and returns the error, or `undefined`
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
 * Returns the offset of the first name that an error quotes. Of `airssys:wasm@0.1.0` the version stands elsewhere:
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
