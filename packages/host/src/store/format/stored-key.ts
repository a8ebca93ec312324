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
  return decoder.decode(key);
}
