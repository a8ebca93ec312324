import { encodeUtf8 } from "../bytes/utf8.ts";

/** The lowest character of a key, so that no key lies between a key and the same with a space behind it. */
export function keyWithSpace(key: string): string {
  return `${key} `;
}

/**
 * Returns the first key that can come after a key of the greatest length that a host allows, which no key extends; or
 * `undefined` if none can.
 */
export function keyAfterLongest(key: string): string | undefined {
  const bytesMax = encodeUtf8(key).length;
  const characters = Array.from(key);
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const code = nextCodePoint(last.codePointAt(0) ?? 0, characters.length === 0);
    if (code > CODE_POINT_MAX) continue;
    const next = characters.join("") + String.fromCodePoint(code);
    if (encodeUtf8(next).length <= bytesMax) return next;
  }
  return undefined;
}

const CODE_POINT_MAX = 0x10_ffff;

/** The next character that a key may hold: no control character, no surrogate, and no byte order mark in front. */
function nextCodePoint(code: number, isFirst: boolean): number {
  if (code === 0x7e) return 0xa0;
  if (code === 0xd7ff) return 0xe000;
  return code === 0xfefe && isFirst ? 0xff00 : code + 1;
}
