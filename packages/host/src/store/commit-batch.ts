import type { Batch, Write } from "@airssys/backend";
import { bytesOf, type Expired } from "./expired.ts";
import { EXPIRY_INDEX, type Expiring, expiryIndexKey, expiryIndexValue } from "./expiry-index.ts";
import { encodeRecord, type NamespaceRecord } from "./namespace-record.ts";
import type { Overlay, Pending } from "./overlay.ts";
import { encodeEntry, NEVER } from "./stored-entry.ts";
import { GUEST_KEYS, RECORD_KEY } from "./stored-key.ts";
import type { Usage } from "./usage.ts";

/** Most expired entries that a commit removes beside its own work, so that sweeping never stalls a call. */
const SWEPT_PER_COMMIT_MAX = 100;

/** Everything that a commit is made of. */
export interface CommitInput {
  /** The namespace's record as the transaction found it, and its stored bytes. */
  readonly base: { readonly record: NamespaceRecord; readonly stored: Uint8Array | undefined };
  readonly overlay: Overlay;
  readonly expired: Expired;
  /** What the namespace uses after the transaction, without what has expired. */
  readonly usage: Usage;
}

/** The one commit of a transaction: its writes, some sweeping, and the record that counts it all, if the record has not changed since. */
export function commitBatch({ base, overlay, expired, usage }: CommitInput): Batch {
  const version = base.record.version + 1;
  const left = overlay.isCleared ? [] : expired.all.filter(({ key }) => overlay.get(key) === undefined);
  const swept = left.slice(0, SWEPT_PER_COMMIT_MAX);
  const kept = left.slice(SWEPT_PER_COMMIT_MAX);
  const record: NamespaceRecord = {
    bytes: usage.bytes + bytesOf(kept),
    keys: usage.keys + kept.length,
    version,
    nextExpiry: nextExpiry(kept, overlay, expired),
  };
  return {
    checks: [{ key: RECORD_KEY, value: base.stored }],
    writes: [
      ...(overlay.isCleared ? CLEAR : []),
      ...[...overlay.all()].flatMap((pending) => pendingWrites(pending, overlay.isCleared, version)),
      ...swept.flatMap(sweepWrites),
      { type: "put", key: RECORD_KEY, value: encodeRecord(record) },
    ],
  };
}

/** Removes an expired entry and its place in the index. */
export function sweepWrites({ key, indexKey }: Expiring): Write[] {
  return [
    { type: "delete", key },
    { type: "delete", key: indexKey },
  ];
}

const CLEAR: readonly Write[] = [
  { type: "delete-range", ...GUEST_KEYS },
  { type: "delete-range", ...EXPIRY_INDEX },
];

function pendingWrites(
  { key, value, expiresAt, replacesExpiresAt }: Pending,
  isCleared: boolean,
  version: number,
): Write[] {
  const writes: Write[] = [];
  if (replacesExpiresAt !== NEVER && !isCleared) {
    writes.push({ type: "delete", key: expiryIndexKey(key, replacesExpiresAt) });
  }
  if (value === undefined) {
    if (!isCleared) writes.push({ type: "delete", key });
    return writes;
  }
  writes.push({ type: "put", key, value: encodeEntry(value, version, expiresAt) });
  if (expiresAt !== NEVER) {
    writes.push({ type: "put", key: expiryIndexKey(key, expiresAt), value: expiryIndexValue(value.length) });
  }
  return writes;
}

/** An instant before which nothing that stays stored expires. It may be too early, by entries that were replaced; never too late. */
function nextExpiry(kept: readonly Expiring[], overlay: Overlay, expired: Expired): number {
  let next = earliest(kept[0]?.expiresAt ?? NEVER, overlay.isCleared ? NEVER : expired.nextExpiry);
  for (const { value, expiresAt } of overlay.all()) if (value !== undefined) next = earliest(next, expiresAt);
  return next;
}

function earliest(a: number, b: number): number {
  if (a === NEVER || b === NEVER) return a === NEVER ? b : a;
  return Math.min(a, b);
}
