import type { Verdict } from "../law/verdict.ts";
import { backendLaws } from "../laws/backend-laws.ts";
import type { ModelOptions } from "../laws/model.ts";
import { createGrounds } from "./ground.ts";
import type { Subject } from "./subject.ts";
import { tryLaw } from "./trial.ts";

/** Selects the laws to try, and configures those of the model. */
export interface JudgeOptions extends ModelOptions {
  /** Names of the laws to try. Default: all laws. */
  readonly only?: readonly string[];
}

/**
 * Tries every law on a backend and on a view of it, without a test runner, and returns a verdict for each. A broken law
 * is a verdict and never an error. The trials run one after the other.
 *
 * @example
 * ```ts
 * import { judgeBackend } from "@airssys/backend-conformance/judge";
 * import { openMemory } from "@airssys/backend/memory";
 *
 * const verdicts = await judgeBackend({ open: () => openMemory(), destroy: () => {} });
 * verdicts.filter(({ outcome }) => outcome === "broken"); // []
 * ```
 */
export async function judgeBackend(subject: Subject, { only, ...options }: JudgeOptions = {}): Promise<Verdict[]> {
  const laws = backendLaws(options).filter(({ name }) => only === undefined || only.includes(name));
  const verdicts: Verdict[] = [];
  for (const ground of createGrounds(subject)) {
    for (const law of laws) verdicts.push(await tryLaw(law, ground));
  }
  return verdicts;
}
