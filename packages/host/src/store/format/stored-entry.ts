/**
 * The bytes that a backend keeps for one key of a guest. Changing this grammar breaks every store that exists.
 *
 * ```
 * entry   = 0x01 version value              a value that stays
 *         | 0x02 version expiry value       a value that expires
 *         | 0x03 version fill value         a value that stays, written by a fill
 *         | 0x04 version expiry fill value  a value that expires, written by a fill
 * version = 8 bytes: number of the namespace's commit that wrote the entry
 * expiry  = 8 bytes: the first instant, in milliseconds since 1970 UTC, at which the key is gone
 * fill    = 8 bytes: the entry counts only where the namespace is open and its record names the same fill
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
const KIND_FILLED_STAYS = 0x03;
const KIND_FILLED_EXPIRES = 0x04;

/** Length of the header of each kind, in bytes. */
const HEADER_BYTES = new Map([
  [KIND_STAYS, 9],
  [KIND_EXPIRES, 17],
  [KIND_FILLED_STAYS, 17],
  [KIND_FILLED_EXPIRES, 25],
]);
const STAYS_HEADER_BYTES = 9;
const EXPIRES_HEADER_BYTES = 17;
const FILL_BYTES = 8;

/** Stored in place of the number of a fill by what no fill has written. */
export const NO_FILL = 0;

/** Number of bytes at the beginning of an entry that tell when it expires, whatever its kind. */
export const EXPIRY_READ_BYTES = EXPIRES_HEADER_BYTES;

/** The stored bytes of a value that expires at an instant, or {@link NEVER}. */
export function encodeEntry(value: Bytes, version: number, expiresAt: number, fill: number = NO_FILL): Bytes {
  const dated = expiresAt === NEVER ? STAYS_HEADER_BYTES : EXPIRES_HEADER_BYTES;
  const header = fill === NO_FILL ? dated : dated + FILL_BYTES;
  const entry = new Uint8Array(header + value.length);
  entry[0] = (expiresAt === NEVER ? KIND_STAYS : KIND_EXPIRES) + (fill === NO_FILL ? 0 : 2);
  writeU64(entry, 1, version);
  if (expiresAt !== NEVER) writeU64(entry, 9, expiresAt);
  if (fill !== NO_FILL) writeU64(entry, dated, fill);
  entry.set(value, header);
  return entry;
}

/** The fill that wrote an entry, or {@link NO_FILL}. */
export function entryFill(entry: Bytes): number {
  if (entry[0] === KIND_FILLED_STAYS) return readU64(entry, STAYS_HEADER_BYTES);
  return entry[0] === KIND_FILLED_EXPIRES ? readU64(entry, EXPIRES_HEADER_BYTES) : NO_FILL;
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
  return entry[0] === KIND_EXPIRES || entry[0] === KIND_FILLED_EXPIRES ? readU64(entry, 9) : NEVER;
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
  const kind = entry[0];
  if (kind === KIND_STAYS && entry.length >= STAYS_HEADER_BYTES) return STAYS_HEADER_BYTES; // most are
  const header = HEADER_BYTES.get(kind ?? 0);
  if (header !== undefined && entry.length >= header) return header;
  throw new StoreFormatError(`an entry of ${entry.length} bytes begins with kind ${kind}`);
}
