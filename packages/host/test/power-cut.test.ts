import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  cutPower,
  diskImage,
  type Recording,
  readRecording,
  recorder,
  tracingFault,
  writeContents,
} from "@airssys/backend-conformance/durability";
import { Child } from "@airssys/test-kit/child";
import { inForm } from "@airssys/test-kit/form";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { describe, expect, it } from "vitest";
import { reportsOf, Witness } from "./witness.ts";

/** Images that are looked at in each way, and the seed of their cuts. `AIRSSYS_IMAGES=5000` for a longer look. */
const IMAGES = Number(process.env.AIRSSYS_IMAGES ?? inForm({ quick: 60, long: 150 }));
const SEED = Number(process.env.AIRSSYS_SEED ?? Date.now() % 1_000_000);
const TIMES: Readonly<Record<string, number>> = { alone: 100, grouped: 30 };
const OPTIONS = { timeout: 60_000 + IMAGES * 200 };

/** The steps of a writer from the creation of its store on. */
async function record(way: string): Promise<Recording> {
  const whole = temporaryFolder();
  const [folder, trace] = [join(whole, "folder"), join(whole, "trace")];
  mkdirSync(folder);
  const args = [join(folder, "store"), way, String(TIMES[way])];
  const script = new URL("./children/writer.ts", import.meta.url);
  const { code } = await new Child(script, args, recorder(trace)).ended;
  expect(code).toBe(0);
  return readRecording(trace, { folder, rebuilt: /^lock\.mdb$/ });
}

/** Looks whether an image holds everything that was said before the power went. */
function expectKept(folder: string, said: readonly string[], way: string): void {
  new Witness(way).expectKept(join(folder, "store"), reportsOf(said));
}

const linesOf = ({ steps }: Recording) => steps.flatMap((step) => (step.type === "say" ? step.lines : []));

describe.each(["alone", "grouped"])("after a power cut at any step, with commits %s,", (way) => {
  it(`the store opens and holds everything acknowledged, in ${IMAGES} images`, OPTIONS, async ({ skip }) => {
    const fault = tracingFault();
    if (fault !== undefined) return skip(fault);
    const recording = await record(way);
    expect(recording.steps.filter(({ type }) => type === "sync").length).toBeGreaterThan(30);
    const first = recording.steps.findIndex(({ type }) => type === "say");
    await cutPower(recording, { images: IMAGES, seed: SEED, first, look: (path, said) => expectKept(path, said, way) });

    // An image from before the last acknowledgement is detected.
    const early = recording.steps.findLastIndex(({ type }) => type === "sync") - 1;
    const folder = join(temporaryFolder(), "image");
    writeContents(folder, diskImage(recording, { cut: early, kept: "none", random: () => 1 }));
    expect(() => expectKept(folder, linesOf(recording), way)).toThrow();
  });
});
