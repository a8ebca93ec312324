// Programs of documents that need nothing but packages of this repository are run, and what a comment says beside an
// expression is what the expression gives. What is for a component runs over a host with an engine in memory.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { reset } from "../../packages/storage/test/host-binding.ts";
import { allBlocks } from "./blocks.ts";
import { programsOf } from "./programs.ts";
import { canRun, claimsOf, run } from "./run.ts";

const programs = programsOf(allBlocks()).filter(canRun);
const folder = mkdtempSync(join(tmpdir(), "airssys-documents-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(reset);

test.each(programs.map((program) => [`${program.file}:${program.line}`, program] as const))(
  "%s does what it says",
  async (place, program) => {
    await run(program, join(folder, place.replaceAll(/[/:]/g, "-")));
  },
);

test("most documents with code are run, and claim something", () => {
  expect(programs.length).toBeGreaterThan(30);
  expect(programs.reduce((sum, program) => sum + claimsOf(program), 0)).toBeGreaterThan(40);
});
