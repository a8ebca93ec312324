/**
 * How the keys of a namespace are laid out in its view of the backend. Changing this breaks every store that exists.
 *
 * ```
 * key of the guest   its UTF-8, which begins with a byte from 0x20 to 0xf4
 * expiry index       0x00 "expiry" ...: no key of a guest begins with a control character
 * ```
 */
import type { Bytes } from "@airssys/backend";

declare const stored: unique symbol;

/**
 * A guest's key as its namespace stores it: checked against the grammar, then encoded. Its length is what the quota
 * counts.
 */
export type StoredKey = Bytes & { readonly [stored]: true };

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Stands for the key of a namespace's record where the record is read and written with the namespace's keys. It is
 * compared by identity and never stored: the record lies beside those of the other namespaces.
 */
export const RECORD_KEY: Bytes = encoder.encode("\0namespace");

/**
 * Stands for the key of the store's floor of versions, as {@link RECORD_KEY} does for that of the record.
 */
export const FLOOR_KEY: Bytes = encoder.encode("\0floor");

/** The range of all keys of guests: everything but the system records. */
export const GUEST_KEYS = { gte: Uint8Array.of(0x01), lt: Uint8Array.of(0xff) } as const;

/** Encodes a key, or a prefix, that has passed the grammar. */
export function storedKey(key: string): StoredKey {
  // Most keys are ASCII and short: a loop encodes those several times faster than a TextEncoder.
  const bytes = new Uint8Array(key.length);
  for (let index = 0; index < key.length; index++) {
    const unit = key.charCodeAt(index);
    if (unit >= 0x80) return encoder.encode(key) as StoredKey;
    bytes[index] = unit;
  }
  return bytes as Bytes as StoredKey;
}

/** The guest's key in stored bytes. */
export function guestKey(key: Bytes): string {
  return asciiText(key) ?? decoder.decode(key);
}

/**
 * Decodes a short ASCII key, eight bytes at a time: half the time of a TextDecoder. Returns `undefined` for any other
 * key.
 */
function asciiText(key: Bytes): string | undefined {
  if (key.length > SHORT_BYTES_MAX) return undefined;
  const at = (index: number) => key[index] as number; // no index is at or above the length
  let text = "";
  let index = 0;
  for (; index + 8 <= key.length; index += 8) {
    const [a, b, c, d] = [at(index), at(index + 1), at(index + 2), at(index + 3)];
    const [e, f, g, h] = [at(index + 4), at(index + 5), at(index + 6), at(index + 7)];
    if ((a | b | c | d | e | f | g | h) >= 0x80) return undefined;
    text += String.fromCharCode(a, b, c, d, e, f, g, h);
  }
  for (; index < key.length; index++) {
    if (at(index) >= 0x80) return undefined;
    text += String.fromCharCode(at(index));
  }
  return text;
}

/** Above it a TextDecoder is faster. */
const SHORT_BYTES_MAX = 64;
