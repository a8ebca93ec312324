/**
 * The bytes that a backend keeps for one key of a guest. Changing this grammar breaks every store that exists.
 *
 * ```
 * entry   = kind version value
 * kind    = 0x01
 * version = 8 bytes, most significant first: the commit of the namespace that wrote the entry
 * value   = the guest's bytes
 * ```
 */
import type { Bytes } from "@airssys/backend";
import { StoreFormatError } from "./store-format-error.ts";
import { writeU64 } from "./u64.ts";

const KIND_VALUE = 0x01;
const HEADER_BYTES = 9;

/** The stored bytes of a value. */
export function encodeEntry(value: Bytes, version: number): Bytes {
  const entry = new Uint8Array(HEADER_BYTES + value.length);
  entry[0] = KIND_VALUE;
  writeU64(entry, 1, version);
  entry.set(value, HEADER_BYTES);
  return entry;
}

/**
 * The guest's value in stored bytes, which it shares.
 *
 * @throws StoreFormatError if the bytes are not an entry of this format.
 */
export function entryValue(entry: Bytes): Bytes {
  if (entry[0] !== KIND_VALUE || entry.length < HEADER_BYTES) {
    throw new StoreFormatError(`an entry begins with kind ${entry[0]}; this version knows kind ${KIND_VALUE}`);
  }
  return entry.subarray(HEADER_BYTES);
}

/** The length of the guest's value in stored bytes, in bytes. */
export function entryValueBytes(entry: Bytes): number {
  return entry.length - HEADER_BYTES;
}
