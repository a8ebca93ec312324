import { holds } from "../../expect/expect.ts";

/** A ttl that no step of a law outlives, the time until it has passed, and a ttl that outlives every law. */
export const SOON = 4;

export const LATER = 4;

export const LONG = 1_000;

/** A ttl that was set some seconds ago, in a host that may be slow. */
export function isAbout(what: string, seconds: number | undefined, expected: number): void {
  const isNear = seconds !== undefined && seconds <= expected && seconds > expected - 30;
  holds(`${what} to answer about ${expected}`, isNear, seconds ?? "none");
}
