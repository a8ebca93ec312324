/**
 * The record that each namespace keeps of itself, written in the same commit as the data that it counts. Changing this
 * grammar breaks every store that exists.
 *
 * ```
 * record       = 0x02 bytes keys version nextExpiry instant until expiredBytes expiredKeys [ more ]
 * bytes        = key + value of every stored entry as the guest sees them, expired ones included
 * keys         = number of stored entries, expired ones included
 * version      = number of the newest commit
 * nextExpiry   = no stored entry expires before this instant; 0 if none expires at all
 * instant      = the latest instant at which a commit has met entries that had expired; 0 if none has
 * until        = the instant of the two counts that follow, at most `instant`
 * expiredBytes = bytes of the stored entries that had expired at `until`
 * expiredKeys  = number of those entries
 * more         = state fill quotaBytes quotaKeys, left out where each is what it is in a namespace without them
 * state        = 0 open | 1 filling | 2 removing: in the last two it is empty for whoever reads and refuses writes
 * fill         = number of the fill whose entries count, see `stored-entry.ts`; 0 if there was none
 * quotaBytes   = most bytes that the namespace may use; 2^53 - 1 for no limit
 * quotaKeys    = most keys that it may hold; 2^53 - 1 for no limit
 * ```
 *
 * Each is a number of 8 bytes, most significant byte first; instants are milliseconds since 1970 UTC. A namespace
 * without a record is empty; its versions begin after the store's floor, see `version-floor.ts`.
 */
import type { Bytes } from "@airssys/backend";
import { StoreFormatError } from "./store-format-error.ts";
import { NEVER } from "./stored-entry.ts";
import { readU64, writeU64 } from "./u64.ts";
import { NO_QUOTA, type Quota } from "./usage.ts";

/** The decoded record of a namespace. */
export interface NamespaceRecord {
  readonly bytes: number;
  readonly keys: number;
  readonly version: number;
  readonly nextExpiry: number;
  /** For the namespace the clock never steps back behind this. */
  readonly instant: number;
  readonly expired: ExpiredCount;
  readonly state: RecordState;
  readonly fill: number;
  /** The quota that is stored with the namespace, for all who write to it. */
  readonly quota: Quota;
}

/**
 * Whether a namespace can be used. One that is being filled or removed is empty for whoever reads it and refuses
 * writes.
 */
export type RecordState = "open" | "filling" | "removing";

/** The stored entries that had expired at an instant. */
export interface ExpiredCount {
  readonly until: number;
  readonly bytes: number;
  readonly keys: number;
}

const KIND_RECORD = 0x02;
const RECORD_BYTES = 65;
const LONG_RECORD_BYTES = 97;

const STATES: readonly RecordState[] = ["open", "filling", "removing"];

export const EMPTY_RECORD: NamespaceRecord = {
  bytes: 0,
  keys: 0,
  version: 0,
  nextExpiry: NEVER,
  instant: 0,
  expired: { until: 0, bytes: 0, keys: 0 },
  state: "open",
  fill: 0,
  quota: NO_QUOTA,
};

export function encodeRecord(record: NamespaceRecord): Bytes {
  const { state, fill, quota } = record;
  const isLong = state !== "open" || fill !== 0 || quota.bytes !== NO_QUOTA.bytes || quota.keys !== NO_QUOTA.keys;
  const stored = new Uint8Array(isLong ? LONG_RECORD_BYTES : RECORD_BYTES);
  stored[0] = KIND_RECORD;
  writeU64(stored, 1, record.bytes);
  writeU64(stored, 9, record.keys);
  writeU64(stored, 17, record.version);
  writeU64(stored, 25, record.nextExpiry);
  writeU64(stored, 33, record.instant);
  writeU64(stored, 41, record.expired.until);
  writeU64(stored, 49, record.expired.bytes);
  writeU64(stored, 57, record.expired.keys);
  if (!isLong) return stored;
  writeU64(stored, 65, STATES.indexOf(state));
  writeU64(stored, 73, fill);
  writeU64(stored, 81, quota.bytes);
  writeU64(stored, 89, quota.keys);
  return stored;
}

/** @throws StoreFormatError if the bytes are not a record of this format. */
export function decodeRecord(stored: Bytes | undefined): NamespaceRecord {
  if (stored === undefined) return EMPTY_RECORD;
  const isLong = stored.length === LONG_RECORD_BYTES;
  const state = isLong ? STATES[readU64(stored, 65)] : "open";
  if (stored[0] !== KIND_RECORD || (!isLong && stored.length !== RECORD_BYTES) || state === undefined) {
    throw new StoreFormatError(`a namespace record begins with kind ${stored[0]} and has ${stored.length} bytes`);
  }
  return {
    bytes: readU64(stored, 1),
    keys: readU64(stored, 9),
    version: readU64(stored, 17),
    nextExpiry: readU64(stored, 25),
    instant: readU64(stored, 33),
    expired: { until: readU64(stored, 41), bytes: readU64(stored, 49), keys: readU64(stored, 57) },
    state,
    fill: isLong ? readU64(stored, 73) : 0,
    quota: isLong ? { bytes: readU64(stored, 81), keys: readU64(stored, 89) } : NO_QUOTA,
  };
}
