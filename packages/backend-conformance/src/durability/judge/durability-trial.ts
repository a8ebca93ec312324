import type { DurabilitySubject } from "./subject.ts";

/** Length of the trials of durability. */
export interface DurabilityOptions {
  /** Number of processes that are killed. Default: the environment variable `AIRSSYS_KILLS`, or 10. */
  readonly kills?: number;
  /** Number of images of disks that are judged. Default: the environment variable `AIRSSYS_IMAGES`, or 60. */
  readonly images?: number;
  /** The seed of the images. Default: the environment variable `AIRSSYS_SEED`, or another one in each run. */
  readonly seed?: number;
}

/** A subject, and how long its trials are. */
export interface DurabilityTrial extends Required<DurabilityOptions> {
  readonly subject: DurabilitySubject;
}

/** A trial in which nothing is left open. @throws RangeError for a number of kills or images below 1. */
export function trialOf(subject: DurabilitySubject, options: DurabilityOptions): DurabilityTrial {
  const { AIRSSYS_KILLS: kills = 10, AIRSSYS_IMAGES: images = 60, AIRSSYS_SEED: seed } = process.env;
  return {
    subject,
    kills: requireCount("kills", options.kills ?? Number(kills)),
    images: requireCount("images", options.images ?? Number(images)),
    seed: options.seed ?? Number(seed ?? Date.now() % 1_000_000),
  };
}

function requireCount(name: string, count: number): number {
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new RangeError(`"${name}" expected a whole number from 1 on, got ${count}`);
}
