import { KEY_BYTES_MAX } from "./limits.ts";

/**
 * The rule of the key grammar that a key breaks, or `undefined` for a good key.
 *
 * A key is 1 to `bytesMax` bytes of UTF-8 without control characters (U+0000 to U+001F and U+007F to U+009F) and
 * without lone surrogates, and does not begin with a byte order mark (U+FEFF). The answer is the text of an
 * `invalid-key` error: it names the rule and never repeats the key.
 *
 * @example
 * ```ts
 * import { keyFault } from "@airssys/protocol";
 *
 * keyFault("users/alice"); // undefined
 * keyFault("a\nb"); // "must not contain control characters, found U+000A at index 1"
 * ```
 */
export function keyFault(key: string, bytesMax: number = KEY_BYTES_MAX): string | undefined {
  return key.length === 0 ? "must not be empty" : prefixFault(key, bytesMax);
}

/**
 * The rule that a key prefix breaks, or `undefined` for a good one: the grammar of keys, except that it may be empty.
 */
export function prefixFault(prefix: string, bytesMax: number = KEY_BYTES_MAX): string | undefined {
  if (prefix.charCodeAt(0) === BYTE_ORDER_MARK) return "must not begin with a byte order mark (U+FEFF)";
  let bytes = 0;
  for (let index = 0; index < prefix.length; index++) {
    const unit = prefix.charCodeAt(index);
    if (isControl(unit)) return `must not contain control characters, found ${codePointName(unit)} at index ${index}`;
    if (!isSurrogate(unit)) {
      bytes += utf8BytesOfUnit(unit);
    } else if (isPairAt(prefix, index)) {
      bytes += 4;
      index++;
    } else {
      return `must be well-formed Unicode, found the lone surrogate ${codePointName(unit)} at index ${index}`;
    }
  }
  return bytes > bytesMax ? `must be at most ${bytesMax} bytes of UTF-8, got ${bytes}` : undefined;
}

/** Decoders of many languages leave it out at the beginning of a text, and two keys would become one. */
const BYTE_ORDER_MARK = 0xfeff;

function isControl(unit: number): boolean {
  return unit < 0x20 || (unit >= 0x7f && unit <= 0x9f);
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function isPairAt(text: string, index: number): boolean {
  const next = text.charCodeAt(index + 1);
  return text.charCodeAt(index) <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
}

function utf8BytesOfUnit(unit: number): number {
  if (unit < 0x80) return 1;
  return unit < 0x800 ? 2 : 3;
}

function codePointName(unit: number): string {
  return `U+${unit.toString(16).toUpperCase().padStart(4, "0")}`;
}
