/**
 * Prints `N passed, N failed`, and `, N skipped` if there are any. Its arguments are the file that vitest wrote its
 * report to and the exit code of vitest.
 *
 * A test file that could not even be loaded holds no test that failed, so it counts as one failure; so does a run that
 * failed for a reason outside of any test.
 */
import { readFile } from "node:fs/promises";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly FileResult[];
}

interface FileResult {
  readonly status: "passed" | "failed";
  readonly assertionResults: readonly { readonly status: string }[];
}

const [path, exitCode] = process.argv.slice(2);
if (path === undefined || exitCode === undefined) throw new TypeError("usage: count-tests.ts REPORT EXIT-CODE");
process.stdout.write(`${summaryOf(JSON.parse(await readFile(path, "utf8")), exitCode === "0")}\n`);

function summaryOf(report: Report, hasPassed: boolean): string {
  const unloaded = report.testResults.filter(hasFailedWithoutTest).length;
  const failed = report.numFailedTests + unloaded;
  const skipped = report.numPendingTests + report.numTodoTests;
  const failures = hasPassed ? failed : Math.max(failed, 1);
  return `${report.numPassedTests} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function hasFailedWithoutTest({ status, assertionResults }: FileResult): boolean {
  return status === "failed" && !assertionResults.some((result) => result.status === "failed");
}
