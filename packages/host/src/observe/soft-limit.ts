import type { Operation } from "../contract/operation.ts";
import type { Quota, UsageChange } from "../store/format/usage.ts";

/** A commit took a namespace to its soft limit, which is a fraction of its quota. */
export interface SoftLimitCrossing {
  readonly namespace: string;
  /** What wrote it: the operation, or the commit of a call. */
  readonly operation: Operation["type"] | "commit";
  readonly resource: "bytes" | "keys";
  readonly used: number;
  readonly quota: number;
}

/** The fraction of a quota that is its soft limit unless the host says otherwise. */
export const DEFAULT_SOFT_LIMIT = 0.8;

/** @throws RangeError for a number that is no such fraction */
export function requireSoftLimit(fraction: number = DEFAULT_SOFT_LIMIT): void {
  if (!(fraction > 0 && fraction <= 1))
    throw new RangeError(`"softLimit" expected above 0 and up to 1, got ${fraction}`);
}

/**
 * The resources of which a commit has crossed the soft limit: below it before, at or above it now. Both are exact, so
 * each crossing is found once, by the commit that made it, whatever happened between.
 */
export function crossedResources(
  { before, after }: UsageChange,
  quota: Quota,
  fraction: number,
): SoftLimitCrossing["resource"][] {
  const resources = ["bytes", "keys"] as const;
  return resources.filter((each) => {
    const limit = quota[each] * fraction;
    return before[each] < limit && after[each] >= limit;
  });
}
