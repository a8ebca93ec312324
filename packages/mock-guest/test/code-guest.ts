import type { Instance } from "@airssys/runtime";
import { expect } from "vitest";
import { type Both, startBoth } from "./both.ts";
import { type Outcome, readOutcome } from "./differences.ts";

/** A guest that runs code which it is given. */
export const CODE_GUEST = {
  entry: new URL("./fixtures/code.ts", import.meta.url),
  wit: new URL("./fixtures/code.wit", import.meta.url),
  manifest: '[component]\nid = "code"\nversion = "1.0.0"\n[permissions]\nstorage = { access = "admin" }',
  conditions: ["@airssys/source"],
  cacheFolder: new URL("../../../.cache", import.meta.url),
};

type Comparison = Both & {
  /** Runs code in both guests, and requires that they print and end alike. */
  expectSame(code: string, path?: "run" | "wait" | "attempt"): Promise<void>;
};

/** Starts that guest in both modes, for the tests of a file. */
export function startCodeGuests(): Comparison {
  const both = startBoth(() => CODE_GUEST);
  return Object.assign(both, {
    async expectSame(code: string, path = "run"): Promise<void> {
      expect(await runIn(both.mock, `code.${path}`, code), code).toEqual(await runIn(both.built, `code.${path}`, code));
    },
  });
}

type Run = Outcome & { readonly printed: readonly string[] };

/** The ending of a call and the text that it printed, without positions in code. */
async function runIn(instance: Instance, path: string, code: string): Promise<Run> {
  const before = [instance.stdout.length, instance.stderr.length];
  const outcome = await readOutcome(instance.call(path, code));
  const printed = [instance.stdout.slice(before[0]), instance.stderr.slice(before[1])];
  return { ...outcome, printed: outcome.code === "trapped" ? [] : printed };
}
