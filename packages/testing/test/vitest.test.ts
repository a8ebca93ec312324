import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const PROJECT = fileURLToPath(new URL("./project/", import.meta.url));
const VITEST = fileURLToPath(new URL("./vitest.mjs", import.meta.resolve("vitest/package.json")));

/** Runs the tests of the project as its author would. */
async function runProject() {
  const reports = mkdtempSync(join(tmpdir(), "airssys-coverage-"));
  onTestFinished(() => rmSync(reports, { recursive: true }));
  const coverage = ["--coverage.enabled", `--coverage.reportsDirectory=${reports}`, "--coverage.reportOnFailure"];
  const args = ["--conditions=@airssys/source", VITEST, "run", `--root=${PROJECT}`, "--no-color", ...coverage];
  const env = Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_OPTIONS|FORCE_COLOR)/.test(name));
  const child = spawn(process.execPath, args, { env: { ...Object.fromEntries(env), NO_COLOR: "1" } });
  const [printed, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const report: Record<string, FileCoverage> = JSON.parse(readFileSync(join(reports, "coverage-final.json"), "utf8"));
  return { output: printed + complaints, covered: Object.entries(report) };
}

/** Of a report in the form of Istanbul. */
interface FileCoverage {
  readonly statementMap: Readonly<Record<string, { readonly start: { readonly line: number } }>>;
  readonly s: Readonly<Record<string, number>>;
}

function linesNotReached({ statementMap, s }: FileCoverage): (number | undefined)[] {
  return Object.keys(s)
    .filter((statement) => s[statement] === 0)
    .map((statement) => statementMap[statement]?.start.line);
}

it("a test of a guest in Vitest has stack traces and coverage of the author's own files", async () => {
  const { output, covered } = await runProject();
  expect(output).toMatch(/1 failed \| 2 passed/);
  expect(output).toMatch(/Caused by: Error: broken by me\n ❯ broken src\/broken\.ts:6:9\n ❯ fail src\/todo\.ts:24:5\n/);
  const lines = Object.fromEntries(covered.map(([file, report]) => [relative(PROJECT, file), linesNotReached(report)]));
  expect(lines).toEqual({ "src/broken.ts": [10, 14], "src/todo.ts": [11, 18, 27] });
});
