import { judgeHost, openReferenceHost } from "@airssys/conformance";
import { expect, test } from "vitest";
import { isMutantTableCurrent } from "./mutant-table.ts";
import { MUTANTS } from "./mutants/all.ts";
import { transpiledCache } from "./transpiled.ts";

test.each(MUTANTS)("a host that $name breaks the law: $caughtBy", async ({ about, caughtBy, seen, wrong }) => {
  await using host = await openReferenceHost({ ...wrong, cache: transpiledCache });
  const verdicts = await judgeHost(host, { interfaces: [about], only: [caughtBy] });
  expect(verdicts.map(({ law, outcome }) => ({ law, outcome }))).toEqual([{ law: caughtBy, outcome: "broken" }]);
  expect(verdicts[0]?.reason).toContain(seen);
});

test("MUTANTS.md names each of them; test/mutant-table.ts writes it", async () => {
  expect(await isMutantTableCurrent()).toBe(true);
});
