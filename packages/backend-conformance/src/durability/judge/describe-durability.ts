import { describe, test } from "vitest";
import { durabilityLaws } from "./durability-laws.ts";
import { type DurabilityOptions, trialOf } from "./durability-trial.ts";
import type { DurabilitySubject } from "./subject.ts";

/**
 * Registers a vitest test for each way to crash: processes are killed, and the power is cut. Where system calls cannot
 * be recorded, the second is skipped with that reason. What is promised is said at `judgeDurability`.
 *
 * @throws RangeError for options that are no counts.
 *
 * @example
 * ```ts
 * import { describeDurability } from "@airssys/backend-conformance/durability";
 *
 * describeDurability("lmdb", { module: new URL("./store.js", import.meta.url), rebuilt: /^lock\.mdb$/ });
 * ```
 */
export function describeDurability(name: string, subject: DurabilitySubject, options: DurabilityOptions = {}): void {
  const trial = trialOf(subject, options);
  describe(`${name}: durability, ${trial.kills} kills and ${trial.images} images of a disk`, () => {
    for (const law of durabilityLaws) {
      test(law.name, { timeout: law.millisecondsMax(trial) }, async ({ skip }) => {
        const fault = law.fault();
        if (fault !== undefined) skip(fault);
        await law.run(trial);
      });
    }
  });
}
