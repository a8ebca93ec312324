/**
 * The newest version that any namespace had when it was removed, one number for the whole store. A namespace that is
 * made anew begins after it, so that no version of it is given twice, and a transaction that began before a removal
 * cannot take the namespace for the one that it read.
 *
 * ```
 * key    = 0x00 "floor"
 * value  = 8 bytes, most significant first
 * ```
 */
import type { Bytes } from "@airssys/backend";
import { StoreFormatError } from "./store-format-error.ts";
import { readU64, writeU64 } from "./u64.ts";

/** The key of the floor in the backend. */
export const STORED_FLOOR_KEY: Bytes = new TextEncoder().encode("\0floor");

const FLOOR_BYTES = 8;

export function encodeFloor(version: number): Bytes {
  const stored = new Uint8Array(FLOOR_BYTES);
  writeU64(stored, 0, version);
  return stored;
}

/** @throws StoreFormatError if the bytes are not a number of this format. */
export function decodeFloor(stored: Bytes | undefined): number {
  if (stored === undefined) return 0;
  if (stored.length !== FLOOR_BYTES) throw new StoreFormatError(`the floor of versions has ${stored.length} bytes`);
  return readU64(stored, 0);
}
