/**
 * The index by which a namespace finds what has expired without looking at what has not. Each entry that expires has
 * one, written and removed in the same commit. Changing this grammar breaks every store that exists.
 *
 * ```
 * key    = 0x00 "expiry" 0x00 instant guestKey
 * instant  = 8 bytes, most significant first: milliseconds since 1970 UTC
 * guestKey = the key that expires
 * value  = 4 bytes, most significant first: length of the guest's value
 * ```
 */
import { type Bytes, concatBytes } from "@airssys/backend";
import { StoreFormatError } from "./store-format-error.ts";
import type { StoredKey } from "./stored-key.ts";
import { readU64, writeU64 } from "./u64.ts";

/** A key that expires, as the index has it. */
export interface Expiring {
  readonly indexKey: Bytes;
  readonly key: StoredKey;
  readonly expiresAt: number;
  readonly valueBytes: number;
}

const PREFIX = new TextEncoder().encode("\0expiry\0");
const INSTANT_BYTES = 8;
const VALUE_BYTES = 4;

/** Bytes by which the key of an index entry is longer than the key that expires. */
export const EXPIRY_INDEX_BYTES = PREFIX.length + INSTANT_BYTES;

/** The range of the whole index. */
export const EXPIRY_INDEX = { gte: PREFIX, lt: new TextEncoder().encode("\0expiry\x01") } as const;

/** Where the index goes on after all that expires at an instant. */
export function expiryIndexAfter(instant: number): Bytes {
  const after = new Uint8Array(INSTANT_BYTES);
  writeU64(after, 0, instant + 1);
  return concatBytes(PREFIX, after);
}

export function expiryIndexKey(key: StoredKey, expiresAt: number): Bytes {
  const instant = new Uint8Array(INSTANT_BYTES);
  writeU64(instant, 0, expiresAt);
  return concatBytes(concatBytes(PREFIX, instant), key);
}

export function expiryIndexValue(valueBytes: number): Bytes {
  const value = new Uint8Array(VALUE_BYTES);
  new DataView(value.buffer).setUint32(0, valueBytes);
  return value;
}

/** @throws StoreFormatError if it is not an entry of the index. */
export function decodeExpiring(indexKey: Bytes, value: Bytes): Expiring {
  if (indexKey.length <= EXPIRY_INDEX_BYTES || value.length !== VALUE_BYTES) {
    throw new StoreFormatError(`an entry of the expiry index has ${indexKey.length} + ${value.length} bytes`);
  }
  return {
    indexKey,
    key: indexKey.subarray(EXPIRY_INDEX_BYTES) as StoredKey, // it was stored as one
    expiresAt: readU64(indexKey, PREFIX.length),
    valueBytes: new DataView(value.buffer, value.byteOffset).getUint32(0),
  };
}
