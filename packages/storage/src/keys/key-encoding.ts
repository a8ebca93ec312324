/*
 * An encoded key is the text of a string, or a tag and what belongs to it. No text begins with a tag.
 *
 *   string   its text (key-text.ts); "" for the empty one
 *   number   "n and its digits (key-number.ts)
 *   bigint   "i and its sign, length and digits (key-number.ts)
 *   Date     "d and the digits of its number
 *   false    "f
 *   true     "t
 *   tuple    "T, and for each element its encoded key and !
 *
 * Changing it breaks every key that exists.
 */
import { KEY_BYTES_MAX } from "@airssys/protocol";
import { encodeUtf8 } from "../bytes/utf8.ts";
import { bigintOfText, bigintText, numberOfText, numberText } from "./key-number.ts";
import { escapeText, invalidKey, unescapeText } from "./key-text.ts";

/** A value that can be encoded as a key: a string, number, boolean, date, or a tuple of them. */
export type KeyPart = string | number | bigint | boolean | Date | readonly KeyPart[];

/** Deepest nesting of tuples. */
const DEPTH_MAX = 32;

/**
 * A key that sorts like the value: numbers by size, dates by time, strings by code points, `false` before `true`, and
 * tuples by their first elements that differ. Different values never have the same key, and it is printable. The order
 * between different types is fixed, and nothing more is said of it.
 *
 * Throws `invalid-key` for what has no key (`NaN`, invalid dates, lone surrogates, anything but the types of `KeyPart`)
 * and for one that takes more than `bytesMax` bytes of UTF-8: 256, unless something stands before it.
 *
 * @example
 * ```ts
 * import { encodeKey } from "@airssys/storage/keys";
 *
 * storage.set(encodeKey(["scores", 12, "ada"]), score); // '"Tscores!"nc028000000000000!ada!'
 * encodeKey("ada"); // "ada"
 * ```
 */
export function encodeKey(part: KeyPart, bytesMax: number = KEY_BYTES_MAX): string {
  const key = encoded(part, 0);
  const bytes = encodeUtf8(key).length;
  if (bytes <= bytesMax) return key;
  throw invalidKey(`an encoded key must be at most ${bytesMax} bytes here, got ${bytes}`);
}

/**
 * The value of a key that `encodeKey` made: tuples are arrays, and `-0` is `0`.
 *
 * Throws `invalid-key` for anything else.
 *
 * @example
 * ```ts
 * import { decodeKey, encodeKey } from "@airssys/storage/keys";
 *
 * decodeKey(encodeKey(["scores", 12, "ada"])); // ["scores", 12, "ada"]
 * ```
 */
export function decodeKey(key: string): KeyPart {
  const { part, end } = decodedAt(key, 0, key.length, 0);
  if (end !== key.length) throw invalidKey("an encoded key ends after its value");
  return part;
}

function encoded(part: KeyPart, depth: number): string {
  switch (typeof part) {
    case "string":
      return escapeText(part) || EMPTY;
    case "number":
      return `"n${numberText(part)}`;
    case "bigint":
      return `"i${bigintText(part)}`;
    case "boolean":
      return part ? '"t' : '"f';
    default:
      if (Array.isArray(part)) return encodedTuple(part, depth);
      return `"d${numberText(timeOf(part))}`;
  }
}

/** The time of a date, of whatever realm: what `getTime` refuses is none. */
function timeOf(part: unknown): number {
  try {
    return Date.prototype.getTime.call(part);
  } catch {
    throw invalidKey("a key is made of strings, numbers, bigints, booleans, dates and arrays of them");
  }
}

function encodedTuple(parts: readonly KeyPart[], depth: number): string {
  if (depth === DEPTH_MAX) throw invalidKey(`tuples in a key are nested at most ${DEPTH_MAX} deep`);
  return `"T${Array.from(parts, (part) => `${encoded(part, depth + 1)}!`).join("")}`;
}

const EMPTY = '""';

interface Decoded {
  readonly part: KeyPart;
  readonly end: number;
}

/** The value that begins at `start`. A tuple inside of another ends where the next element would begin with `!`. */
function decodedAt(key: string, start: number, limit: number, depth: number): Decoded {
  if (key.startsWith('"T', start)) return decodedTuple(key, start + 2, depth);
  const mark = depth === 0 ? -1 : key.indexOf("!", start);
  const end = mark < 0 ? limit : mark;
  return { part: decodedText(key.slice(start, end)), end };
}

function decodedTuple(key: string, start: number, depth: number): Decoded {
  if (depth === DEPTH_MAX) throw invalidKey(`tuples in a key are nested at most ${DEPTH_MAX} deep`);
  const parts: KeyPart[] = [];
  let at = start;
  while (at < key.length && key[at] !== "!") {
    const { part, end } = decodedAt(key, at, key.length, depth + 1);
    if (key[end] !== "!") throw invalidKey("each element of a tuple in a key ends with !");
    parts.push(part);
    at = end + 1;
  }
  return { part: parts, end: at };
}

function decodedText(text: string): KeyPart {
  if (text === EMPTY) return "";
  if (text === '"t' || text === '"f') return text === '"t';
  const tag = text.slice(0, 2);
  if (tag === '"n') return numberOfText(text.slice(2));
  if (tag === '"i') return bigintOfText(text.slice(2));
  if (tag === '"d') return dateOf(numberOfText(text.slice(2)));
  if (text === "") throw invalidKey("an encoded key is not empty");
  return unescapeText(text);
}

function dateOf(milliseconds: number): Date {
  const date = new Date(milliseconds);
  if (date.getTime() === milliseconds) return date;
  throw invalidKey("a date in a key is one that there can be");
}
