import { holds } from "../../expect/expect.ts";

/**
 * TTLs in seconds: one that has not passed within a step, the wait until it has passed, and one that outlasts every
 * law.
 */
export const SOON = 4;

export const LATER = 4;

export const LONG = 1_000;

/** Requires the rest of a TTL that was set some seconds ago, on a host that may be slow. */
export function isAbout(what: string, seconds: number | undefined, expected: number): void {
  const isNear = seconds !== undefined && seconds <= expected && seconds > expected - 30;
  holds(`${what} to answer about ${expected}`, isNear, seconds ?? "none");
}
