import { monotonicNow } from "./platform-time.ts";

/**
 * Starts a measurement; pass the result to {@link secondsSince}. Uses the monotonic clock, so changes of the system
 * time do not affect it. Returns `undefined`, without reading the clock, if no measurement is wanted.
 */
export function stopwatch(isWanted: boolean): number | undefined {
  return isWanted ? monotonicNow() : undefined;
}

/** Returns the seconds since `reading` was taken; `undefined` if there is no reading. */
export function secondsSince(reading: number | undefined): number | undefined {
  return reading === undefined ? undefined : (monotonicNow() - reading) / 1_000;
}
