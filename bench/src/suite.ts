import type { Report } from "./report.ts";

/** What a suite is run with. */
export interface Context {
  /** Seconds for each comparison. */
  readonly seconds: number;
  /** Keys in a store, for suites whose figures depend on it. */
  readonly keys: number;
  /** A folder of the run's own, on the disk that is measured. Removed afterwards. */
  readonly folder: string;
  /** Tells people what is being done now. */
  progress(doing: string): void;
}

/** A question, and how it is measured. */
export interface Suite {
  readonly title: string;
  /**
   * Each part runs in a process of its own, so that no engine is slowed down or sped up by what another one left
   * behind.
   */
  readonly parts: readonly string[];
  /** Left out unless it is asked for. */
  readonly isExtra?: boolean;
  /** Done once before the parts, in the process that prints. */
  prepare?(progress: Context["progress"]): Promise<void>;
  run(part: string, context: Context): Promise<Report>;
}

/** Whether there is time for what takes long to prepare, unlike where a first impression is wanted. */
export function isThorough({ seconds }: Pick<Context, "seconds">): boolean {
  return seconds >= 1;
}
