import { isConflict } from "../errors/is-conflict.ts";

/** Most retries that a program can ask for. */
export const RETRIES_MAX = 1_000;

/** Bounds of a pause before the first and before the last retries, in milliseconds. */
const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 100;

/**
 * Does work again while it loses to other commits, after pauses that get longer.
 *
 * @param retries most times that it is done again.
 * @param pause waits; what it rejects with ends the work.
 */
export async function retryConflicts<T>(
  retries: number,
  work: () => Promise<T>,
  pause: (milliseconds: number) => Promise<void>,
): Promise<T> {
  for (let retry = 0; ; retry++) {
    try {
      return await work();
    } catch (error) {
      if (retry >= retries || !isConflict(error)) throw error;
    }
    await pause(choosePause(retry));
  }
}

/**
 * Chooses a pause at random, so that two who have lost to each other do not meet again: up to 1 ms before the first
 * retry, twice as long before each further one, and up to 100 ms at last.
 */
export function choosePause(retry: number): number {
  return Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** retry);
}
