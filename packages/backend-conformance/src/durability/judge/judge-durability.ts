import { durabilityLaws } from "./durability-laws.ts";
import { type DurabilityOptions, trialOf } from "./durability-trial.ts";
import type { DurabilitySubject } from "./subject.ts";

/** Length of the trials, and a choice among them. */
export interface JudgeDurabilityOptions extends DurabilityOptions {
  /** Names of the laws to try. Default: all laws. */
  readonly only?: readonly string[];
}

/** The result of one trial of durability: that of a law, without the place where it was tried. */
export interface DurabilityVerdict {
  /** The promise. */
  readonly law: string;
  readonly about: "durability";
  /** `skipped`: it cannot be tried here. */
  readonly outcome: "kept" | "broken" | "skipped";
  /** Why the law was skipped, or how it was broken. Absent for a law that was kept. */
  readonly reason?: string;
  /** The error of a law that was broken, as it was thrown. */
  readonly error?: unknown;
  /** Duration of the trial in milliseconds, rounded. */
  readonly milliseconds: number;
}

/**
 * Kills processes that use an engine, and cuts the power of recorded ones, and returns a verdict for each. A broken law
 * is a verdict and never an error. The trials run one after the other. Needs Node; power cuts need Linux and strace,
 * and are skipped without.
 *
 * The store must hold every acknowledged commit, or every flushed one if the engine declares `durable: false`. At most
 * the one request that was under way may be there besides, of batches that are committed together the first ones.
 *
 * @throws RangeError for options that are no counts.
 *
 * @example
 * ```ts
 * import { judgeDurability } from "@airssys/backend-conformance/durability/judge";
 *
 * const subject = { module: new URL("./store.js", import.meta.url), rebuilt: /^lock\.mdb$/ };
 * const verdicts = await judgeDurability(subject, { kills: 100 });
 * verdicts.filter(({ outcome }) => outcome === "broken"); // []
 * ```
 */
export async function judgeDurability(
  subject: DurabilitySubject,
  { only, ...options }: JudgeDurabilityOptions = {},
): Promise<DurabilityVerdict[]> {
  const trial = trialOf(subject, options);
  const verdicts: DurabilityVerdict[] = [];
  for (const law of durabilityLaws.filter(({ name }) => only === undefined || only.includes(name))) {
    const begun = performance.now();
    const fault = law.fault();
    const finding =
      fault === undefined
        ? await law.run(trial).then(() => KEPT, brokenBy)
        : { outcome: "skipped" as const, reason: fault };
    const milliseconds = Math.round(performance.now() - begun);
    verdicts.push({ law: law.name, about: "durability", ...finding, milliseconds });
  }
  return verdicts;
}

type Finding = Pick<DurabilityVerdict, "outcome" | "reason" | "error">;

const KEPT: Finding = { outcome: "kept" };

function brokenBy(error: unknown): Finding {
  return { outcome: "broken", reason: error instanceof Error ? error.message : String(error), error };
}
