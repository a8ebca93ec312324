/** A reading to give to {@link secondsSince}. It runs on through changes of the time of the day. */
export function stopwatch(): number {
  return performance.now();
}

export function secondsSince(reading: number): number {
  return (performance.now() - reading) / 1_000;
}
