import { backendLaws } from "./backend-laws.ts";
import { groundsOf } from "./ground.ts";
import type { ModelOptions } from "./laws/model.ts";
import type { Subject } from "./subject.ts";
import { tryLaw, type Verdict } from "./trial.ts";

/** Which laws to try, and how. */
export interface JudgeOptions extends ModelOptions {
  /** Names of the laws to try. All of them if left out. */
  readonly only?: readonly string[];
}

/**
 * Tries every law on a backend and on a view of it, without a test runner.
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
  for (const ground of groundsOf(subject)) {
    for (const law of laws) verdicts.push(await tryLaw(law, ground));
  }
  return verdicts;
}
