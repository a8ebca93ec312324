/*
 * The text of a string in an encoded key is the string itself but for these characters. Each becomes something that
 * sorts where it did, so that the order of texts, by the bytes of their UTF-8, is that of the code points of the
 * strings. `docs/formats/keys.md` is about the same bytes.
 *
 *   U+0000 to U+001F      "0 and two hexadecimal digits    "000 to "01f
 *   space                 "a
 *   !                     "b      `!` itself ends texts, and sorts before everything that a text can hold
 *   "                     "c      `"` itself begins escapes and tags
 *   U+007F to U+009F      U+00A0 and two letters           aa to bg
 *   U+00A0                U+00A0 zz
 *   U+FEFE, U+FEFF        U+FEFE a, U+FEFE b               since no key begins with U+FEFF
 *
 * Changing it breaks every key that exists.
 */
import { StorageError } from "@airssys/protocol";

const ESCAPED = /[\0-"\x7f-\xa0\ufefe\ufeff]/g;
const ESCAPES = /"(?:0[01][0-9a-f]|[abc])|\xa0(?:a[a-z]|b[a-g]|zz)|\ufefe[ab]/g;

/**
 * The text of a string in an encoded key. The text of two strings after each other is the texts of both after each
 * other, so the text of a beginning is a prefix of the text of the whole.
 *
 * Throws `invalid-key` for a lone surrogate.
 *
 * @example
 * ```ts
 * import { escapeText } from "@airssys/storage/keys";
 *
 * escapeText("new york!"); // 'new"ayork"b'
 * ```
 */
export function escapeText(text: string): string {
  if (!text.isWellFormed()) throw invalidKey("a string in a key must be well-formed Unicode, without lone surrogates");
  return text.replace(ESCAPED, escapeOf);
}

/** The string of a text. Throws `invalid-key` for what `escapeText` never answers. */
export function unescapeText(text: string): string {
  const string = text.replace(ESCAPES, (escaped) => CHARACTERS.get(escaped) ?? "");
  if (string.isWellFormed() && escapeText(string) === text) return string;
  throw invalidKey("what an encoded key holds must have been written by encodeKey");
}

/** The error for what is no key, or cannot become one. */
export function invalidKey(problem: string): StorageError {
  return new StorageError({ tag: "invalid-key", val: problem });
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

function escapeOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return `"0${code.toString(16).padStart(2, "0")}`;
  if (code < 0x23) return `"${LETTERS[code - 0x20]}`;
  if (code === 0xa0) return "\xa0zz";
  if (code < 0xa0) return `\xa0${LETTERS[code < 0x99 ? 0 : 1]}${LETTERS[(code - 0x7f) % 26]}`;
  return code === 0xfefe ? "\ufefea" : "\ufefeb";
}

const CHARACTERS: ReadonlyMap<string, string> = new Map(
  [...range(0, 0x22), ...range(0x7f, 0xa0), 0xfefe, 0xfeff].map((code) => {
    const character = String.fromCharCode(code);
    return [escapeOf(character), character];
  }),
);

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
