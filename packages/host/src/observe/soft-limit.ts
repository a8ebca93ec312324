import type { Operation } from "../contract/operation.ts";
import type { Quota, UsageChange } from "../store/format/usage.ts";

/** A commit that took a namespace from below its soft limit (a fraction of its quota) to it or above. */
export interface SoftLimitCrossing {
  readonly namespace: string;
  /** The operation that committed, or `"commit"` for the commit of a call. */
  readonly operation: Operation["type"] | "commit";
  readonly resource: "bytes" | "keys";
  readonly used: number;
  readonly quota: number;
}

/** The default soft limit, as a fraction of the quota. */
export const DEFAULT_SOFT_LIMIT = 0.8;

/** Checks the soft limit of a host. @throws RangeError unless it is above 0 and at most 1 */
export function requireSoftLimit(fraction: number = DEFAULT_SOFT_LIMIT): void {
  if (!(fraction > 0 && fraction <= 1))
    throw new RangeError(`"softLimit" expected a number above 0 and up to 1, got ${fraction}`);
}

/**
 * Returns the resources whose soft limit a commit has crossed: usage was below it before the commit, and is at or above
 * it after. Both figures are exact, so only the commit that crosses the limit reports it.
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
