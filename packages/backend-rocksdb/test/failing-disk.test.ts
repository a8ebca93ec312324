import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { Child } from "@airssys/test-kit/child";
import { expect, test } from "vitest";
import { openTemporary, temporaryPath } from "./temporary-store.ts";

function canTrace(): boolean {
  try {
    execFileSync("strace", ["-f", "-o", "/dev/null", process.execPath, "--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const isTraceable = canTrace();
const why = isTraceable ? "" : " (skipped: strace is not installed, or may not trace processes here)";

/** Runs what follows it under a disk of which some call on one file fails. */
const failing = (inject: string, file: string) => [
  "strace",
  "-f",
  "-qq",
  "-o",
  "/dev/null",
  "-P",
  file,
  "-e",
  `trace=${inject.split(":")[0]}`,
  "-e",
  `inject=${inject}`,
];

/** The log of a store that is opened for the first time. */
const FIRST_LOG = "000004.log";

test.skipIf(!isTraceable).each([
  ["a sync that fails", "fdatasync:error=EIO:when=15"],
  ["syncs that fail from now on", "fdatasync:error=EIO:when=15+"],
  ["a write that fails", "write:error=EIO:when=15"],
])(
  `%s fails its commit as of unknown outcome and refuses those after it, and nothing acknowledged is lost${why}`,
  {
    timeout: 60_000,
  },
  async (_what, inject) => {
    const path = temporaryPath();
    const under = failing(inject, join(path, FIRST_LOG));
    const { code, lines, noise } = await new Child(new URL("./children/sufferer.ts", import.meta.url), [path], under)
      .ended;
    expect([code, noise]).toEqual([0, ""]);
    const reports = lines.map((line) => JSON.parse(line) as { number: number; code?: string; outcome?: string });
    const acknowledged = reports.filter((report) => report.code === undefined).length;
    expect(acknowledged).toBeGreaterThan(5);
    expect(reports[acknowledged]).toMatchObject({ code: "io", outcome: "unknown" });
    for (const report of reports.slice(acknowledged + 1))
      expect(report).toMatchObject({ code: "io", outcome: "not-committed" });
    expect(reports).toHaveLength(30);
    const numbers = (await openTemporary(path)).scan({}).entries.map(({ key }) => key[0]);
    expect([acknowledged, acknowledged + 1]).toContain(numbers.length);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  },
);
