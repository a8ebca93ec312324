/** Encodes a text as UTF-8, in plain JavaScript: the engine has no `TextEncoder`. */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) pushUtf8(bytes, character.codePointAt(0) ?? 0);
  return Uint8Array.from(bytes);
}

function pushUtf8(bytes: number[], code: number): void {
  if (code < 0x80) bytes.push(code);
  else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
  else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
  else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}

/** Decodes ASCII. */
export function decodeAscii(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** Compares texts by the unsigned bytes of their UTF-8, which is the order of code points. */
export function inOrder(one: string, other: string): number {
  const [left, right] = [utf8(one), utf8(other)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Returns a number of bytes, all equal to the seed. */
export function manyBytes(count: number, seed = 0): Uint8Array {
  return new Uint8Array(count).fill(seed);
}

/** A value as laws write it: bytes, or a text that stands for its UTF-8. */
export type Value = string | Uint8Array;

export function toBytes(value: Value): Uint8Array {
  return typeof value === "string" ? utf8(value) : value;
}
