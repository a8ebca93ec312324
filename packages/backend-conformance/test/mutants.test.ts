import { backendLaws, judgeBackend } from "@airssys/backend-conformance/judge";
import { describe, expect, test } from "vitest";
import { durableMemory } from "./durable-memory.ts";
import { checkMutants } from "./mutants/checks.ts";
import { commitMutants } from "./mutants/commits.ts";
import { commitsTogetherMutants } from "./mutants/commits-together.ts";
import { concurrencyMutants } from "./mutants/concurrency.ts";
import { countMutants } from "./mutants/counts.ts";
import { failureMutants } from "./mutants/failures.ts";
import { isolationMutants } from "./mutants/isolation.ts";
import { closedMutants, reopenMutants } from "./mutants/lifecycle.ts";
import { limitMutants } from "./mutants/limits.ts";
import { orderMutants } from "./mutants/order.ts";
import { modelMutants, ownershipMutants } from "./mutants/ownership.ts";
import { pageMutants, rangeMutants } from "./mutants/ranges.ts";
import { readMutants } from "./mutants/reads.ts";
import { snapshotMutants } from "./mutants/snapshots.ts";

const MUTANTS = [
  ...readMutants,
  ...commitMutants,
  ...checkMutants,
  ...commitsTogetherMutants,
  ...orderMutants,
  ...rangeMutants,
  ...pageMutants,
  ...countMutants,
  ...reopenMutants,
  ...closedMutants,
  ...snapshotMutants,
  ...failureMutants,
  ...limitMutants,
  ...concurrencyMutants,
  ...isolationMutants,
  ...ownershipMutants,
  ...modelMutants,
];

const MODEL = { seed: 20_261_120, runs: 20 };

test("a right backend breaks no law, and no law is skipped but of snapshots, which views have none of", async () => {
  const verdicts = await judgeBackend(durableMemory(), MODEL);
  const others = verdicts.filter(({ about, on }) => about !== "snapshots" || on === "backend");
  expect(others.filter(({ outcome }) => outcome !== "kept")).toEqual([]);
  expect(verdicts).toHaveLength(2 * backendLaws().length);
});

describe("a wrong backend is caught", () => {
  for (const { name, caughtBy, subject } of MUTANTS) {
    test(`${name}: "${caughtBy}"`, async () => {
      const verdicts = await judgeBackend(subject, { ...MODEL, only: [caughtBy] });
      expect(verdicts.map(({ outcome }) => outcome)).toContain("broken");
    });
  }
});

test("every law is the one that catches some mutant", () => {
  const named = new Set(MUTANTS.map(({ caughtBy }) => caughtBy));
  expect(
    backendLaws()
      .map(({ name }) => name)
      .filter((name) => !named.has(name)),
  ).toEqual([]);
});
