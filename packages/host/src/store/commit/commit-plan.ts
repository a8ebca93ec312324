import type { Batch, Write } from "@airssys/backend";
import { EXPIRY_INDEX, type Expiring, expiryIndexKey, expiryIndexValue } from "../format/expiry-index.ts";
import { encodeRecord, type NamespaceRecord } from "../format/namespace-record.ts";
import { encodeEntry, NEVER } from "../format/stored-entry.ts";
import { GUEST_KEYS, RECORD_KEY } from "../format/stored-key.ts";
import type { Usage } from "../format/usage.ts";
import { bytesOf, type Expired } from "../read/expired.ts";
import type { NamespaceState } from "../read/namespace-state.ts";
import type { Overlay, Pending } from "../read/overlay.ts";

/** Everything that a commit is made of. */
export interface CommitInput {
  /** The state of the namespace that the writes go by. */
  readonly base: NamespaceState;
  readonly overlay: Overlay;
  /** What the namespace uses after the writes, without what has expired. */
  readonly usage: Usage;
  /** Most expired entries that are removed beside the writes. */
  readonly sweptMax: number;
  /** Who writes. */
  readonly origin?: object | undefined;
}

/** What a commit will do. */
export interface CommitPlan {
  readonly version: number;
  readonly batch: Batch;
  /** Expired entries that it removes. */
  readonly swept: readonly Expiring[];
}

/** One commit: the writes, some sweeping, and the record that counts it all, if the record has not changed since. */
export function planCommit({ base, overlay, usage, sweptMax }: CommitInput): CommitPlan {
  const { expired } = base;
  const version = base.record.version + 1;
  const left = overlay.isCleared ? [] : expired.all.filter(({ key }) => overlay.get(key) === undefined);
  const swept = left.slice(0, sweptMax);
  const kept = left.slice(sweptMax);
  const record: NamespaceRecord = {
    bytes: usage.bytes + bytesOf(kept),
    keys: usage.keys + kept.length,
    version,
    nextExpiry: nextExpiry(kept, overlay, expired),
  };
  const writes: Write[] = [
    ...(overlay.isCleared ? CLEAR : []),
    ...[...overlay.all()].flatMap((pending) => pendingWrites(pending, version)),
    ...swept.flatMap(sweepWrites),
    { type: "put", key: RECORD_KEY, value: encodeRecord(record) },
  ];
  return { version, batch: { checks: [{ key: RECORD_KEY, value: base.stored }], writes }, swept };
}

/** Removes an expired entry and its place in the index. */
function sweepWrites({ key, indexKey }: Expiring): Write[] {
  return [
    { type: "delete", key },
    { type: "delete", key: indexKey },
  ];
}

const CLEAR: readonly Write[] = [
  { type: "delete-range", ...GUEST_KEYS },
  { type: "delete-range", ...EXPIRY_INDEX },
];

function pendingWrites({ key, value, expiresAt, replaces }: Pending, version: number): Write[] {
  const writes: Write[] = [];
  if (replaces !== undefined && replaces.expiresAt !== NEVER) {
    writes.push({ type: "delete", key: expiryIndexKey(key, replaces.expiresAt) });
  }
  if (value === undefined) {
    writes.push({ type: "delete", key });
    return writes;
  }
  writes.push({ type: "put", key, value: encodeEntry(value, version, expiresAt) });
  if (expiresAt !== NEVER) {
    writes.push({ type: "put", key: expiryIndexKey(key, expiresAt), value: expiryIndexValue(value.length) });
  }
  return writes;
}

/**
 * An instant before which nothing that stays stored expires. It may be too early, by entries that were replaced; never
 * too late.
 */
function nextExpiry(kept: readonly Expiring[], overlay: Overlay, expired: Expired): number {
  let next = earliest(kept[0]?.expiresAt ?? NEVER, overlay.isCleared ? NEVER : expired.nextExpiry);
  for (const { value, expiresAt } of overlay.all()) if (value !== undefined) next = earliest(next, expiresAt);
  return next;
}

function earliest(a: number, b: number): number {
  if (a === NEVER || b === NEVER) return a === NEVER ? b : a;
  return Math.min(a, b);
}
