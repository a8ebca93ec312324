import { describe, test } from "vitest";
import type { Law } from "../law/law.ts";
import { backendLaws } from "../laws/backend-laws.ts";
import type { ModelOptions } from "../laws/model.ts";
import { createGrounds, type Ground } from "./ground.ts";
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
    for (const ground of createGrounds(subject)) {
      for (const group of new Set(laws.map((law) => law.about))) {
        describe(ground.on === "view" ? `a view of it: ${group}` : group, () => {
          for (const law of laws) if (law.about === group) register(law, ground);
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

/** Long enough for an engine across a network, which takes a millisecond or more for each of the model's requests. */
const TRY_MILLISECONDS_MAX = 120_000;
