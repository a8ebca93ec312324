import type { Batch, Write } from "@airssys/backend";
import { EXPIRY_INDEX, type Expiring, expiryIndexKey, expiryIndexValue } from "../format/expiry-index.ts";
import { type ExpiredCount, encodeRecord } from "../format/namespace-record.ts";
import { encodeEntry, NEVER, NO_FILL } from "../format/stored-entry.ts";
import { GUEST_KEYS, RECORD_KEY } from "../format/stored-key.ts";
import { changedUsage, type Usage } from "../format/usage.ts";
import { checksOfState, type NamespaceState } from "../read/namespace-state.ts";
import type { Overlay, Pending } from "../read/overlay.ts";
import type { Reclaimed } from "./reclaim.ts";

/** The parts of a commit. */
export interface CommitInput {
  /** The state of the namespace that the writes go by. */
  readonly base: NamespaceState;
  readonly overlay: Overlay;
  /** The newest count of the stored entries that have expired. */
  readonly expired: ExpiredCount;
  /** Expired entries to remove beside the writes. Default: as many bytes and keys as the writes add. */
  readonly reclaimed?: Reclaimed;
  /** Origin of the writes; its own watches skip them. */
  readonly origin?: object | undefined;
}

/** A commit, ready to be put to the engine. */
export interface CommitPlan {
  /** The version that the namespace will have. */
  readonly version: number;
  /** The checks and writes, in the keys of the namespace. */
  readonly batch: Batch;
  /** Expired entries that it removes beside its writes. */
  readonly reclaimed: readonly Expiring[];
  /** Bytes and keys of those entries. */
  readonly reclaimedUsage: Usage;
  /** Whether entries that have expired stay stored. */
  readonly hasMoreExpired: boolean;
}

/** Weighs what the writes add to the stored bytes and keys, or take from them if negative. */
export function addedUsage({ base, overlay }: CommitInput): Usage {
  let bytes = 0;
  let keys = 0;
  for (const { key, value, replaces } of overlay.all()) {
    if (value !== undefined) {
      bytes += key.length + value.length;
      keys++;
    }
    if (replaces !== undefined) {
      bytes -= key.length + replaces.valueBytes;
      keys--;
    }
  }
  return overlay.isCleared ? { bytes: bytes - base.record.bytes, keys: keys - base.record.keys } : { bytes, keys };
}

/** Plans one commit: the writes, what is reclaimed, and the record that counts it all. It checks the record. */
export function planCommit(input: CommitInput, added: Usage, reclaimed: Reclaimed): CommitPlan {
  const { base, overlay } = input;
  const { record, now, mayHoldExpired } = base;
  const version = record.version + 1;
  const reclaimedUsage = usageOf(reclaimed.entries);
  const nextExpiry = earliest(reclaimed.nextExpiry, earliestIn(overlay));
  const { bytes, keys } = changedUsage(record, added.bytes - reclaimedUsage.bytes, added.keys - reclaimedUsage.keys);
  const expired = expiredAfter(input, reclaimed.entries);
  const instant = mayHoldExpired ? now : record.instant;
  const next = encodeRecord({ ...record, bytes, keys, version, nextExpiry, instant, expired });
  const fill = record.state === "filling" ? record.fill : NO_FILL;
  const writes: Write[] = [
    ...(overlay.isCleared ? CLEAR : []),
    ...[...overlay.all()].flatMap((pending) => pendingWrites(pending, version, fill)),
    ...reclaimed.entries.flatMap(removal),
    { type: "put", key: RECORD_KEY, value: next },
  ];
  return {
    version,
    batch: { checks: checksOfState(base), writes },
    reclaimed: reclaimed.entries,
    reclaimedUsage,
    hasMoreExpired: nextExpiry !== NEVER && nextExpiry <= now,
  };
}

/** The count of expired entries without those that the commit removes. */
function expiredAfter({ overlay, expired }: CommitInput, reclaimed: readonly Expiring[]): ExpiredCount {
  const { until } = expired;
  if (overlay.isCleared) return { until, bytes: 0, keys: 0 };
  let { bytes, keys } = expired;
  if (keys === 0) return expired;
  const remove = (entryBytes: number, expiresAt: number) => {
    if (expiresAt === NEVER || expiresAt > until) return;
    bytes -= entryBytes;
    keys--;
  };
  for (const { key, replaces } of overlay.all()) {
    if (replaces !== undefined) remove(key.length + replaces.valueBytes, replaces.expiresAt);
  }
  for (const { key, valueBytes, expiresAt } of reclaimed) remove(key.length + valueBytes, expiresAt);
  return { until, bytes, keys };
}

function usageOf(entries: readonly Expiring[]): Usage {
  const bytes = entries.reduce((sum, { key, valueBytes }) => sum + key.length + valueBytes, 0);
  return { bytes, keys: entries.length };
}

/** Removes an expired entry and its place in the index. */
function removal({ key, indexKey }: Expiring): Write[] {
  return [
    { type: "delete", key },
    { type: "delete", key: indexKey },
  ];
}

const CLEAR: readonly Write[] = [
  { type: "delete-range", ...GUEST_KEYS },
  { type: "delete-range", ...EXPIRY_INDEX },
];

function pendingWrites(pending: Pending, commitVersion: number, fill: number): Write[] {
  const { key, value, expiresAt, replaces, version = commitVersion } = pending;
  const writes: Write[] = [];
  if (replaces !== undefined && replaces.expiresAt !== NEVER) {
    writes.push({ type: "delete", key: expiryIndexKey(key, replaces.expiresAt) });
  }
  if (value === undefined) {
    writes.push({ type: "delete", key });
    return writes;
  }
  writes.push({ type: "put", key, value: encodeEntry(value, version, expiresAt, fill) });
  if (expiresAt !== NEVER) {
    writes.push({ type: "put", key: expiryIndexKey(key, expiresAt), value: expiryIndexValue(value.length) });
  }
  return writes;
}

/** The first instant at which a pending write expires. */
function earliestIn(overlay: Overlay): number {
  let next = NEVER;
  for (const { value, expiresAt } of overlay.all()) if (value !== undefined) next = earliest(next, expiresAt);
  return next;
}

function earliest(a: number, b: number): number {
  if (a === NEVER || b === NEVER) return a === NEVER ? b : a;
  return Math.min(a, b);
}
