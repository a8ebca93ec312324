import { existsSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeContents } from "../disk/contents.ts";
import { diskImage, KEPT, type PowerCut } from "../disk/disk-image.ts";
import { recorder } from "../process/strace.ts";
import { readRecording } from "../recording/read-recording.ts";
import type { Recording } from "../recording/step.ts";
import { randomFrom } from "../workload/random.ts";
import type { DurabilityTrial } from "./durability-trial.ts";
import { Inspector, startCommitter } from "./processes.ts";
import { allowedAfter, requireAllowed } from "./promise.ts";

/** Which images are looked at. */
export interface PowerCutOptions {
  readonly images: number;
  readonly seed: number;
  /** The first step at which the power may go. */
  readonly first: number;
  /**
   * Looks at an image, which is a folder of its own and removed afterwards.
   *
   * @param said the lines that the process had said when the power went.
   */
  look(folder: string, said: readonly string[]): void | Promise<void>;
}

/**
 * Cuts the power at random steps of a recording, and makes folders as the disk may have them then. @throws Error, with
 * what says which image it was, if `look` throws.
 */
export async function cutPower(recording: Recording, { images, seed, first, look }: PowerCutOptions): Promise<void> {
  const folder = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "airssys-images-"));
  const random = randomFrom(seed);
  try {
    for (let number = 0; number < images; number++) {
      const cut = first + random(recording.steps.length - first);
      const kept = KEPT[number % KEPT.length] ?? "none";
      await lookAt(recording, { cut, kept, random }, join(folder, String(number)), look).catch((cause: unknown) => {
        const place = `image ${number} of seed ${seed}, cut at step ${cut} of ${recording.steps.length}, kept: ${kept}`;
        throw new Error(`${place}: ${cause instanceof Error ? cause.message : cause}`, { cause });
      });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A file system in memory: images wait for no disk. */
const MEMORY = "/dev/shm";

async function lookAt(
  recording: Recording,
  powerCut: PowerCut,
  folder: string,
  look: PowerCutOptions["look"],
): Promise<void> {
  writeContents(folder, diskImage(recording, powerCut));
  const before = recording.steps.slice(0, powerCut.cut);
  await look(
    folder,
    before.flatMap((step) => (step.type === "say" ? step.lines : [])),
  );
  await rm(folder, { recursive: true });
}

/** Records a process that commits, and looks whether images keep what was promised. */
export async function judgePowerCuts({ subject, images, seed }: DurabilityTrial): Promise<void> {
  await using inspector = new Inspector(subject);
  const recording = await record(subject);
  const first = recording.steps.findIndex(({ type }) => type === "say");
  await cutPower(recording, {
    images,
    seed,
    first: first + 1,
    async look(folder, said) {
      requireAllowed(await inspector.inspect({ folder, goesOn: true }), allowedAfter(said, { least: 0, most: 0 }));
    },
  });
}

/** Requests of the process that is recorded. */
const REQUESTS = 100;

async function record(subject: DurabilityTrial["subject"]): Promise<Recording> {
  const whole = await realpath(await mkdtemp(join(tmpdir(), "airssys-recording-")));
  try {
    const [folder, trace] = [join(whole, "store"), join(whole, "trace")];
    await mkdir(folder);
    const { code, signal, noise } = await startCommitter(subject, folder, {
      under: recorder(trace),
      requests: [REQUESTS],
    }).ended;
    if (code !== 0) throw new Error(`the process that was recorded ended with ${signal ?? code}: ${noise}`);
    return readRecording(trace, { folder, rebuilt: subject.rebuilt });
  } finally {
    await rm(whole, { recursive: true, force: true });
  }
}
