import { join } from "node:path";
import { killRepeatedly } from "@airssys/backend-conformance/durability";
import { Child } from "@airssys/test-kit/child";
import { inForm } from "@airssys/test-kit/form";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { describe, expect, it } from "vitest";
import { reportsOf, Witness } from "./witness.ts";

/** How often a writer is killed in each way. `AIRSSYS_KILLS=1000` for a longer look. */
const KILLS = Number(process.env.AIRSSYS_KILLS ?? inForm({ quick: 6, long: 20 }));
const OPTIONS = { timeout: 60_000 + KILLS * 6_000 };

describe.concurrent(`a process that is killed ${KILLS} times while it writes`, () => {
  it("keeps every acknowledged commit, and no commit in part, one commit after the other", OPTIONS, async (test) => {
    await kill(join(temporaryFolder(test.onTestFinished), "store"), "alone");
  });

  it(
    "leaves everything acknowledged and nothing in part, commits of four namespaces at once",
    OPTIONS,
    async (test) => {
      await kill(join(temporaryFolder(test.onTestFinished), "store"), "grouped");
    },
  );
});

async function kill(path: string, way: string): Promise<void> {
  const witness = new Witness(way);
  await killRepeatedly({
    kills: KILLS,
    start: () => new Child(new URL("./children/writer.ts", import.meta.url), [path, way]),
    look({ lines, noise }) {
      expect(noise).toBe("");
      witness.expectKept(path, reportsOf(lines));
    },
  });
  expect(witness.newest).toBeGreaterThan(KILLS);
}
