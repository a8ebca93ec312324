import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Child } from "@airssys/test-kit/child";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { describe, expect, it } from "vitest";
import { randomFrom } from "../children/workload.ts";
import { NOT_TRACEABLE } from "../strace.ts";
import { reportsOf, Witness } from "../witness.ts";
import { diskImage, KEPT } from "./disk-image.ts";
import { readRecording, recorder, type Step } from "./recording.ts";

/** Images that are looked at in each way, and the seed of their cuts. `AIRSSYS_IMAGES=5000` for a longer look. */
const IMAGES = Number(process.env.AIRSSYS_IMAGES ?? 150);
const SEED = Number(process.env.AIRSSYS_SEED ?? Date.now() % 1_000_000);
const TIMES: Readonly<Record<string, number>> = { alone: 100, grouped: 30 };
const OPTIONS = { timeout: 60_000 + IMAGES * 200 };

/** The steps of a writer from the creation of its store on. */
async function record(folder: string, way: string): Promise<Step[]> {
  const output = join(folder, "trace");
  const times = String(TIMES[way]);
  const { code } = await new Child(
    new URL("../children/writer.ts", import.meta.url),
    [join(folder, "store"), way, times],
    recorder(output),
  ).ended;
  expect(code).toBe(0);
  return readRecording(output, "data.mdb");
}

/** Looks whether an image holds everything that was said before the step of its cut. */
function expectKept(folder: string, image: Buffer, steps: readonly Step[], cut: number, way: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, "data.mdb"), image);
  const lines = steps.slice(0, cut).flatMap((step) => (step.type === "say" ? step.lines : []));
  new Witness(way).expectKept(folder, reportsOf(lines));
  rmSync(folder, { recursive: true });
}

/** The first step from which on a store is there: its creation is not a commit, and nobody was told of it. */
function firstSync(steps: readonly Step[]): number {
  return steps.findIndex(({ type }) => type === "sync") + 1;
}

describe.each(["alone", "grouped"])("after a power cut at any step, with commits %s,", (way) => {
  it(`the store opens and holds everything acknowledged, in ${IMAGES} images`, OPTIONS, async ({ skip }) => {
    if (NOT_TRACEABLE !== undefined) return skip(NOT_TRACEABLE);
    const folder = temporaryFolder();
    const steps = await record(folder, way);
    expect(steps.filter(({ type }) => type === "sync").length).toBeGreaterThan(30);
    const random = randomFrom(SEED);
    for (let number = 0; number < IMAGES; number++) {
      const cut = firstSync(steps) + random(steps.length - firstSync(steps));
      const kept = KEPT[number % KEPT.length] ?? "none";
      try {
        const image = diskImage(steps, cut, kept, random);
        expectKept(join(folder, `image-${number}`), image, steps, cut, way);
      } catch (cause) {
        throw new Error(`image ${number} of seed ${SEED}: cut at step ${cut}, kept ${kept}`, { cause });
      }
    }
  });

  it("an image from before the last acknowledgement is detected", OPTIONS, async ({ skip }) => {
    if (NOT_TRACEABLE !== undefined) return skip(NOT_TRACEABLE);
    const folder = temporaryFolder();
    const steps = await record(folder, way);
    const early = steps.findLastIndex(({ type }) => type === "sync") - 1;
    const image = diskImage(steps, early, "none", () => 1);
    expectKept(join(folder, "early"), image, steps, early, way);
    expect(() => expectKept(join(folder, "late"), image, steps, steps.length, way)).toThrow();
  });
});
