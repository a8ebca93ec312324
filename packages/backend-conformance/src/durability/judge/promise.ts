import { lastTogether } from "../workload/commits.ts";

/** The range of commits that a store may have. */
export interface Allowed {
  /** Those that were promised to be kept. */
  readonly least: number;
  /** Those that were begun. */
  readonly most: number;
}

/**
 * Returns how many commits a store may have, by what its committer has said: at least those that were acknowledged, or
 * flushed if the engine declares `durable: false`, and at most one request more.
 *
 * @param before what was allowed when the committer began.
 */
export function allowedAfter(lines: readonly string[], before: Allowed): Allowed {
  const said = lines.map((line) => line.split(" "));
  const opening = said.find(([word]) => word === "open");
  // It says so before its first commit.
  if (opening === undefined) return before;
  const numberOf = (wanted: string) => said.findLast(([word]) => word === wanted)?.[1];
  const acknowledged = Number(numberOf("commit") ?? opening[1]);
  const promised = opening[2] === "true" ? acknowledged : Number(numberOf("flush") ?? 0);
  return { least: Math.max(before.least, promised), most: lastTogether(acknowledged + 1) };
}

/** @throws Error unless so many commits are allowed. */
export function requireAllowed(found: number, { least, most }: Allowed): void {
  if (found < least)
    throw new Error(`commit ${least} was promised to be kept, and the store ends with commit ${found}`);
  if (found > most) throw new Error(`commit ${most} was the last that was begun, and the store ends with ${found}`);
}
