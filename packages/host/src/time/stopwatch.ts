import { monotonicNow } from "./platform-time.ts";

/** A reading to give to {@link secondsSince}. It runs on through changes of the time of the day. */
export function stopwatch(isWanted: boolean): number | undefined {
  return isWanted ? monotonicNow() : undefined;
}

export function secondsSince(reading: number | undefined): number | undefined {
  return reading === undefined ? undefined : (monotonicNow() - reading) / 1_000;
}
