/**
 * The record that each namespace keeps of itself, written in the same commit as the data that it counts. Changing this
 * grammar breaks every store that exists.
 *
 * ```
 * record     = 0x01 bytes keys version nextExpiry
 * bytes      = 8 bytes: key + value of every stored entry as the guest sees them, expired ones included
 * keys       = 8 bytes: number of stored entries, expired ones included
 * version    = 8 bytes: number of the newest commit
 * nextExpiry = 8 bytes: no stored entry expires before this instant, in milliseconds since 1970 UTC; 0 if none
 *              expires at all
 * ```
 *
 * Numbers are written most significant byte first. A namespace without a record is empty and at version 0.
 */
import type { Bytes } from "@airssys/backend";
import { StoreFormatError } from "./store-format-error.ts";
import { NEVER } from "./stored-entry.ts";
import { readU64, writeU64 } from "./u64.ts";

/** What a namespace knows of itself. */
export interface NamespaceRecord {
  readonly bytes: number;
  readonly keys: number;
  readonly version: number;
  readonly nextExpiry: number;
}

const KIND_RECORD = 0x01;
const RECORD_BYTES = 33;

const EMPTY_RECORD: NamespaceRecord = { bytes: 0, keys: 0, version: 0, nextExpiry: NEVER };

export function encodeRecord(record: NamespaceRecord): Bytes {
  const stored = new Uint8Array(RECORD_BYTES);
  stored[0] = KIND_RECORD;
  writeU64(stored, 1, record.bytes);
  writeU64(stored, 9, record.keys);
  writeU64(stored, 17, record.version);
  writeU64(stored, 25, record.nextExpiry);
  return stored;
}

/** @throws StoreFormatError if the bytes are not a record of this format. */
export function decodeRecord(stored: Bytes | undefined): NamespaceRecord {
  if (stored === undefined) return EMPTY_RECORD;
  if (stored[0] !== KIND_RECORD || stored.length !== RECORD_BYTES) {
    throw new StoreFormatError(`a namespace record begins with kind ${stored[0]} and has ${stored.length} bytes`);
  }
  return {
    bytes: readU64(stored, 1),
    keys: readU64(stored, 9),
    version: readU64(stored, 17),
    nextExpiry: readU64(stored, 25),
  };
}
