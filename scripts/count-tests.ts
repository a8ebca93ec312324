/**
 * Prints `N passed, N failed`, and `, N skipped` if there are any, from the report that vitest wrote to the file that is given.
 *
 * A test file that could not even be loaded holds no test that failed, so it counts as one failure.
 */
import { readFile } from "node:fs/promises";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
  readonly testResults: readonly FileResult[];
}

interface FileResult {
  readonly status: "passed" | "failed";
  readonly assertionResults: readonly { readonly status: string }[];
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new TypeError("the report's path is missing");
process.stdout.write(`${summaryOf(JSON.parse(await readFile(path, "utf8")))}\n`);

function summaryOf(report: Report): string {
  const unloaded = report.testResults.filter(hasFailedWithoutTest).length;
  const failed = report.numFailedTests + unloaded;
  const skipped = report.numPendingTests + report.numTodoTests;
  // An error outside of any test fails the run and no count.
  const failures = report.success ? failed : Math.max(failed, 1);
  return `${report.numPassedTests} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function hasFailedWithoutTest({ status, assertionResults }: FileResult): boolean {
  return status === "failed" && !assertionResults.some((result) => result.status === "failed");
}
