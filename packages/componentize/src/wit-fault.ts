import { blankComments } from "./wit-scan.ts";

/**
 * Where in a WIT text a complaint of the parser belongs, since the parser itself does not say; `undefined` if it cannot be told.
 *
 * The parser stops at the first token that does not fit. A text that is cut off before that token gives another complaint (it
 * ends too early), one that is cut off after it gives the same: the token is found by halving. Complaints about the meaning
 * need the whole text, but name what they are about.
 *
 * @param check parses a text and answers the complaint, or `undefined`
 */
export async function findWitFault(
  text: string,
  ownEnd: number,
  complaint: string,
  check: (text: string) => Promise<string | undefined>,
): Promise<number | undefined> {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await check(text.slice(0, middle))) === complaint) high = middle;
    else low = middle + 1;
  }
  const isSyntax = low < ownEnd;
  return isSyntax ? tokenStart(text, low - 1) : namedOffset(text.slice(0, ownEnd), complaint);
}

/** The first character of the word that ends at `offset`, or `offset` itself for a mark such as `(`. */
function tokenStart(text: string, offset: number): number {
  const word = /[\w%-]+$/.exec(text.slice(0, offset + 1));
  return word ? word.index : offset;
}

/** Where the first thing stands that a complaint quotes. Of `airssys:wasm@0.1.0` the version stands elsewhere: `airssys:wasm/storage@0.1.0`. */
function namedOffset(text: string, complaint: string): number | undefined {
  const blanked = blankComments(text);
  for (const [, quoted = ""] of complaint.matchAll(/[`'"]([^`'"]+)[`'"]/g)) {
    const name = quoted.replace(/@.*/, "").replaceAll(/[^\w:/%-]/g, "");
    const offset = name === "" ? -1 : blanked.search(new RegExp(`(?<![\\w-])${name}(?![\\w-])`));
    if (offset >= 0) return offset;
  }
  return undefined;
}
