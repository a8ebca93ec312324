import { join } from "node:path";
import { tracingFault } from "@airssys/backend-conformance/durability";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { describe, expect, it } from "vitest";
import { type Report, reportsOf, Witness } from "./witness.ts";

const TIMES = 25;
const UNKNOWN = { code: "io", outcome: "unknown" };
const OPTIONS = { timeout: 60_000 };
/** Why system calls cannot be made to fail here. */
const FAULT = tracingFault();

/** A command under which system calls of a child fail as `inject` plans, in the words of strace. */
function injecting(inject: string): string[] {
  return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", `trace=${inject.split(":")[0]}`, "-e", `inject=${inject}`];
}

/**
 * Runs a writer whose system calls fail as planned, and looks that all that was acknowledged is kept. Answers what
 * failed.
 */
async function suffer(
  inject: string,
  way: string,
  endings: readonly (number | string | null)[] = [0],
): Promise<Report[]> {
  const path = join(temporaryFolder(), "store");
  const { code, signal, lines } = await new Child(
    new URL("./children/writer.ts", import.meta.url),
    [path, way, String(TIMES)],
    injecting(inject),
  ).ended;
  expect(endings).toContain(signal ?? code);
  const [witness, reports] = [new Witness(way), reportsOf(lines)];
  witness.expectKept(path, reports);
  // The next process has nothing to repair.
  const next = await new Child(new URL("./children/writer.ts", import.meta.url), [path, way, "3"]).ended;
  expect(next).toMatchObject({ code: 0, noise: "" });
  witness.expectKept(path, reportsOf(next.lines));
  return reports.filter((report) => report.code !== undefined);
}

describe.each(["alone", "grouped"])("with commits %s,", (way) => {
  it(
    "a sync that fails once fails the commits that it carried, as of unknown outcome, and no other",
    OPTIONS,
    async ({ skip }) => {
      if (FAULT !== undefined) return skip(FAULT);
      const failures = await suffer("fdatasync:error=EIO:when=12", way);
      expect(failures.length).toBeGreaterThan(0);
      for (const failure of failures) expect(failure).toMatchObject(UNKNOWN);
      expect(new Set(failures.map(({ number }) => number)).size).toBe(1);
    },
  );

  it("failing syncs fail each commit, and reads still return the stored data", OPTIONS, async ({ skip }) => {
    if (FAULT !== undefined) return skip(FAULT);
    const failures = await suffer("fdatasync:error=EIO:when=12+", way);
    expect(failures.length).toBeGreaterThan(10);
    for (const failure of failures) expect(failure).toMatchObject(UNKNOWN);
    expect(failures.at(-1)).toMatchObject({ number: TIMES });
  });

  // Some hit the page that makes a commit count, after which lmdb refuses everything until it is opened again, and some
  // a page of data. lmdb 3.5.6 writes its message about the latter past the end of a buffer, so that the process may be
  // aborted some commits later.
  it.for([21, 23])(
    "write %i that fails takes nothing along that was acknowledged",
    OPTIONS,
    async (count, { skip }) => {
      if (FAULT !== undefined) return skip(FAULT);
      const failures = await suffer(`pwrite64:error=EIO:when=${count}`, way, [0, "SIGABRT", "SIGSEGV"]);
      expect(failures[0]).toMatchObject(UNKNOWN);
    },
  );
});
