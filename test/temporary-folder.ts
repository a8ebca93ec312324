import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder that is gone after the test. Tests that run at the same time hand over their own `onTestFinished`. */
export function temporaryFolder(afterwards: (work: () => void) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), "airssys-test-"));
  afterwards(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
