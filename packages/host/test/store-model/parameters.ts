/**
 * How often a property is tried. Each run is new; a failure prints its seed and path, and
 * `AIRSSYS_SEED=... AIRSSYS_PATH=...` shows it again. `AIRSSYS_RUNS=20` tries twenty times as often.
 */
export function parametersOf(runs: number): { numRuns: number; seed?: number; path?: string } {
  const { AIRSSYS_SEED, AIRSSYS_PATH } = process.env;
  return {
    numRuns: runs * TIMES,
    ...(AIRSSYS_SEED !== undefined && { seed: Number(AIRSSYS_SEED) }),
    ...(AIRSSYS_PATH !== undefined && { path: AIRSSYS_PATH }),
  };
}

/** The time that a property may take, in milliseconds. */
export function timeoutOf(milliseconds: number): number {
  return milliseconds * TIMES;
}

const TIMES = Number(process.env.AIRSSYS_RUNS ?? "1");
