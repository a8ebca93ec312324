import { decodeUtf8, encodeUtf8 } from "@airssys/storage";

const LENGTH_BYTES = 4;

/**
 * The length of the text in UTF-8, as 4 bytes, most significant first, and the text: no two lists of texts are the same
 * bytes.
 */
export function textBytes(text: string): Uint8Array {
  const utf8 = encodeUtf8(text);
  const bytes = new Uint8Array(LENGTH_BYTES + utf8.length);
  writeU32(bytes, utf8.length);
  bytes.set(utf8, LENGTH_BYTES);
  return bytes;
}

/** A text at the beginning of some bytes, and what comes after it; `undefined` if there is none. */
export function splitText(bytes: Uint8Array): { readonly text: string; readonly rest: Uint8Array } | undefined {
  if (bytes.length < LENGTH_BYTES) return undefined;
  const end = LENGTH_BYTES + u32At(bytes, 0);
  if (end > bytes.length) return undefined;
  return { text: decodeUtf8(bytes.subarray(LENGTH_BYTES, end)), rest: bytes.slice(end) };
}

/** 4 bytes, most significant first. */
export function u32Bytes(number: number): Uint8Array {
  const bytes = new Uint8Array(LENGTH_BYTES);
  writeU32(bytes, number);
  return bytes;
}

/** The number of 4 bytes, which are there. */
export function u32At(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + offset).getUint32(0);
}

function writeU32(bytes: Uint8Array, number: number): void {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, number);
}

/** The bytes of all parts, one after the other. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
