/**
 * The record that each namespace keeps of itself, written in the same commit as the data that it counts. Changing this grammar breaks
 * every store that exists.
 *
 * ```
 * record  = kind bytes keys version
 * kind    = 0x01
 * bytes   = 8 bytes: used bytes, key + value of every key as the guest sees them
 * keys    = 8 bytes: number of keys
 * version = 8 bytes: number of the newest commit
 * ```
 *
 * Numbers are written most significant byte first. A namespace without a record is empty and at version 0.
 */
import type { Bytes } from "@airssys/backend";
import { StoreFormatError } from "./store-format-error.ts";
import { readU64, writeU64 } from "./u64.ts";

export interface NamespaceRecord {
  readonly bytes: number;
  readonly keys: number;
  readonly version: number;
}

const KIND_RECORD = 0x01;
const RECORD_BYTES = 25;

const EMPTY_RECORD: NamespaceRecord = { bytes: 0, keys: 0, version: 0 };

export function encodeRecord(record: NamespaceRecord): Bytes {
  const stored = new Uint8Array(RECORD_BYTES);
  stored[0] = KIND_RECORD;
  writeU64(stored, 1, record.bytes);
  writeU64(stored, 9, record.keys);
  writeU64(stored, 17, record.version);
  return stored;
}

/** @throws StoreFormatError if the bytes are not a record of this format. */
export function decodeRecord(stored: Bytes | undefined): NamespaceRecord {
  if (stored === undefined) return EMPTY_RECORD;
  if (stored[0] !== KIND_RECORD || stored.length !== RECORD_BYTES) {
    throw new StoreFormatError(`a namespace record begins with kind ${stored[0]} and has ${stored.length} bytes`);
  }
  return { bytes: readU64(stored, 1), keys: readU64(stored, 9), version: readU64(stored, 17) };
}
