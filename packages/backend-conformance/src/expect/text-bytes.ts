/** A key or value as laws write it: bytes, or a text that stands for its UTF-8. */
export type Readable = string | Uint8Array;

/** Returns the UTF-8 of a text, or the given bytes. */
export function bytes(readable: Readable): Uint8Array {
  return typeof readable === "string" ? new TextEncoder().encode(readable) : readable;
}

/**
 * Formats bytes as text: printable ASCII as it is, other bytes as `\xNN`. Different bytes have different texts. Returns
 * `undefined` for `undefined`.
 */
export function shown<T extends Uint8Array | undefined>(value: T): string | Extract<T, undefined> {
  if (value === undefined) return value as Extract<T, undefined>;
  if (value.length > SHOWN_BYTES_MAX) return `${value.length} bytes ${checksum(value)}`;
  return Array.from(value, shownByte).join("");
}

const SHOWN_BYTES_MAX = 200;
const BACKSLASH = 0x5c;

function shownByte(byte: number): string {
  const isPlain = byte >= 0x20 && byte < 0x7f && byte !== BACKSLASH;
  return isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
}

/** Computes FNV-1a, to distinguish large values in a message. */
function checksum(value: Uint8Array): string {
  let sum = 0x811c9dc5;
  for (const byte of value) sum = Math.imul(sum ^ byte, 0x01000193);
  return (sum >>> 0).toString(16);
}
