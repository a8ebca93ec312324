import { StorageError } from "@airssys/protocol";

/** The usage of a namespace: bytes and number of keys, without expired entries. */
export interface Usage {
  readonly bytes: number;
  readonly keys: number;
}

/** A usage before and after writes. */
export interface UsageChange {
  readonly before: Usage;
  readonly after: Usage;
}

/** The most that a namespace may use. */
export interface Quota {
  /** Key + value of every key, in bytes. */
  readonly bytes: number;
  /** Number of keys. */
  readonly keys: number;
}

/** The quota of a namespace without one. */
export const NO_QUOTA: Quota = { bytes: Number.MAX_SAFE_INTEGER, keys: Number.MAX_SAFE_INTEGER };

/** The smaller one of two quotas, for each resource. */
export function smallerQuota(a: Quota, b: Quota): Quota {
  return { bytes: Math.min(a.bytes, b.bytes), keys: Math.min(a.keys, b.keys) };
}

/** The usage after a change, in bytes and keys added (or, if negative, given back). */
export function changedUsage(usage: Usage, bytes: number, keys: number): Usage {
  return { bytes: usage.bytes + bytes, keys: usage.keys + keys };
}

/** Whether a usage is within a quota. */
export function fitsQuota(usage: Usage, quota: Quota): boolean {
  return usage.bytes <= quota.bytes && usage.keys <= quota.keys;
}

/**
 * Refuses a change that adds beyond the quota. One that gives back is always welcome, also in a namespace that is over
 * its quota because the quota was lowered.
 *
 * @throws StorageError `quota-exceeded` for bytes, `limit-exceeded` for keys
 */
export function requireQuota(before: Usage, after: Usage, quota: Quota): void {
  if (after.keys > before.keys && after.keys > quota.keys) {
    throw new StorageError({ tag: "limit-exceeded", val: `the namespace may hold at most ${quota.keys} keys` });
  }
  if (after.bytes > before.bytes && after.bytes > quota.bytes) {
    const requested = BigInt(after.bytes - before.bytes);
    throw new StorageError({
      tag: "quota-exceeded",
      val: { used: BigInt(before.bytes), quota: BigInt(quota.bytes), requested },
    });
  }
}
