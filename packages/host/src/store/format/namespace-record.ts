/**
 * The record that each namespace keeps of itself, written in the same commit as the data that it counts. Changing this
 * grammar breaks every store that exists.
 *
 * ```
 * record       = 0x02 bytes keys version nextExpiry instant until expiredBytes expiredKeys
 * bytes        = key + value of every stored entry as the guest sees them, expired ones included
 * keys         = number of stored entries, expired ones included
 * version      = number of the newest commit
 * nextExpiry   = no stored entry expires before this instant; 0 if none expires at all
 * instant      = the latest instant at which a commit has met entries that had expired; 0 if none has
 * until        = the instant of the two counts that follow, at most `instant`
 * expiredBytes = bytes of the stored entries that had expired at `until`
 * expiredKeys  = number of those entries
 * ```
 *
 * Each is a number of 8 bytes, most significant byte first; instants are milliseconds since 1970 UTC. A namespace
 * without a record is empty and at version 0.
 */
import type { Bytes } from "@airssys/backend";
import { StoreFormatError } from "./store-format-error.ts";
import { NEVER } from "./stored-entry.ts";
import { readU64, writeU64 } from "./u64.ts";

/** The decoded record of a namespace. */
export interface NamespaceRecord {
  readonly bytes: number;
  readonly keys: number;
  readonly version: number;
  readonly nextExpiry: number;
  /** For the namespace the clock never steps back behind this. */
  readonly instant: number;
  readonly expired: ExpiredCount;
}

/** The stored entries that had expired at an instant. */
export interface ExpiredCount {
  readonly until: number;
  readonly bytes: number;
  readonly keys: number;
}

const KIND_RECORD = 0x02;
const RECORD_BYTES = 65;

const EMPTY_RECORD: NamespaceRecord = {
  bytes: 0,
  keys: 0,
  version: 0,
  nextExpiry: NEVER,
  instant: 0,
  expired: { until: 0, bytes: 0, keys: 0 },
};

export function encodeRecord(record: NamespaceRecord): Bytes {
  const stored = new Uint8Array(RECORD_BYTES);
  stored[0] = KIND_RECORD;
  writeU64(stored, 1, record.bytes);
  writeU64(stored, 9, record.keys);
  writeU64(stored, 17, record.version);
  writeU64(stored, 25, record.nextExpiry);
  writeU64(stored, 33, record.instant);
  writeU64(stored, 41, record.expired.until);
  writeU64(stored, 49, record.expired.bytes);
  writeU64(stored, 57, record.expired.keys);
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
    instant: readU64(stored, 33),
    expired: { until: readU64(stored, 41), bytes: readU64(stored, 49), keys: readU64(stored, 57) },
  };
}
