/**
 * The bytes that a backend keeps for one key of a guest. Changing this grammar breaks every store that exists.
 *
 * ```
 * entry   = 0x01 version value            a value that stays
 *         | 0x02 version expiry value     a value that expires
 * version = 8 bytes: number of the namespace's commit that wrote the entry
 * expiry  = 8 bytes: the first instant, in milliseconds since 1970 UTC, at which the key is gone
 * value   = the guest's bytes
 * ```
 *
 * Numbers are written most significant byte first.
 */
import type { Bytes } from "@airssys/backend";
import { StoreFormatError } from "./store-format-error.ts";
import { readU64, writeU64 } from "./u64.ts";

/** Stored in place of an instant by what never expires. */
export const NEVER = 0;

const KIND_STAYS = 0x01;
const KIND_EXPIRES = 0x02;
const STAYS_HEADER_BYTES = 9;
const EXPIRES_HEADER_BYTES = 17;

/** Length of the longest header, in bytes: what comes before the value. */
export const ENTRY_HEADER_BYTES_MAX = EXPIRES_HEADER_BYTES;

/** The stored bytes of a value that expires at an instant, or {@link NEVER}. */
export function encodeEntry(value: Bytes, version: number, expiresAt: number): Bytes {
  const header = expiresAt === NEVER ? STAYS_HEADER_BYTES : EXPIRES_HEADER_BYTES;
  const entry = new Uint8Array(header + value.length);
  entry[0] = expiresAt === NEVER ? KIND_STAYS : KIND_EXPIRES;
  writeU64(entry, 1, version);
  if (expiresAt !== NEVER) writeU64(entry, 9, expiresAt);
  entry.set(value, header);
  return entry;
}

/**
 * The guest's value in stored bytes, which it shares.
 *
 * @throws StoreFormatError if the bytes are not an entry of this format. The functions below do not ask again.
 */
export function entryValue(entry: Bytes): Bytes {
  const header = headerBytes(entry);
  return new Uint8Array(entry.buffer, entry.byteOffset + header, entry.length - header); // faster than subarray
}

/** The length of the guest's value in stored bytes, in bytes. */
export function entryValueBytes(entry: Bytes): number {
  return entry.length - headerBytes(entry);
}

/** When an entry expires, in milliseconds since 1970 UTC, or {@link NEVER}. */
export function entryExpiresAt(entry: Bytes): number {
  return entry[0] === KIND_EXPIRES ? readU64(entry, 9) : NEVER;
}

/** Whether an entry has expired at an instant. */
export function hasExpired(entry: Bytes, now: number): boolean {
  const expiresAt = entryExpiresAt(entry);
  return expiresAt !== NEVER && expiresAt <= now;
}

/** The commit that wrote an entry. */
export function entryVersion(entry: Bytes): number {
  return readU64(entry, 1);
}

function headerBytes(entry: Bytes): number {
  const header = entry[0] === KIND_STAYS ? STAYS_HEADER_BYTES : EXPIRES_HEADER_BYTES;
  if ((entry[0] !== KIND_STAYS && entry[0] !== KIND_EXPIRES) || entry.length < header) {
    throw new StoreFormatError(`an entry of ${entry.length} bytes begins with kind ${entry[0]}`);
  }
  return header;
}
