import { judgeBackend, type ModelOptions } from "@airssys/backend-conformance/judge";
import { expect, test } from "vitest";
import { modelMutants } from "./mutants/ownership.ts";

const [mutant] = modelMutants;
if (mutant === undefined) throw new Error("there is no mutant that the model catches");
const { subject, caughtBy } = mutant;

async function failure(options: ModelOptions): Promise<string> {
  const [verdict] = await judgeBackend(subject, { ...options, only: [caughtBy] });
  return String(verdict?.error);
}

test("a failing sequence is printed with what it takes to see it again", async () => {
  const first = await failure({ runs: 200 });
  const [, seed, path, replayPath] = /seed: (-?\d+), path: "([^"]+)".*replayPath="([^"]+)"/s.exec(first) ?? [];
  expect([seed, path, replayPath]).not.toContain(undefined);
  const again = await failure({ runs: 200, seed: Number(seed), path: path ?? "", replayPath: replayPath ?? "" });
  expect(again).toContain("Property failed after 1 tests");
  expect(counterexample(again)).toBe(counterexample(first));
});

test("the same seed draws the same sequences", async () => {
  expect(counterexample(await failure({ seed: 5, runs: 200 }))).toBe(
    counterexample(await failure({ seed: 5, runs: 200 })),
  );
});

function counterexample(message: string): string | undefined {
  return /Counterexample: (.*?)(?: \/\*|$)/m.exec(message)?.[1];
}
