import { describe, test } from "vitest";
import { backendLaws } from "./backend-laws.ts";
import { type Ground, groundsOf } from "./ground.ts";
import type { Law } from "./law.ts";
import type { ModelOptions } from "./laws/model.ts";
import type { Subject } from "./subject.ts";
import { tryLaw } from "./trial.ts";

/**
 * Registers a vitest test for every law, on the backend and again on a view of it. A law about a capability that the
 * backend does not declare is skipped with that reason.
 *
 * @example
 * ```ts
 * import { describeBackend } from "@airssys/backend-conformance";
 * import { openMemory } from "@airssys/backend/memory";
 *
 * describeBackend("memory", { open: () => openMemory(), destroy: () => {} });
 * ```
 */
export function describeBackend(name: string, subject: Subject, options: ModelOptions = {}): void {
  const laws = backendLaws(options);
  describe(name, { concurrent: false }, () => {
    for (const ground of groundsOf(subject)) {
      for (const group of new Set(laws.map((law) => law.group))) {
        describe(ground.on === "view" ? `a view of it: ${group}` : group, () => {
          for (const law of laws) if (law.group === group) register(law, ground);
        });
      }
    }
  });
}

function register(law: Law, ground: Ground): void {
  test(law.name, { timeout: TRY_MILLISECONDS_MAX }, async ({ skip }) => {
    const { outcome, reason, error } = await tryLaw(law, ground);
    if (outcome === "skipped") skip(reason);
    if (outcome === "broken") throw error;
  });
}

/** Generous: engines across a network answer each of some thousand requests of the model in a millisecond or more. */
const TRY_MILLISECONDS_MAX = 120_000;
