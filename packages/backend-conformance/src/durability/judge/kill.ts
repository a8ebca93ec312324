import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Child, Ending } from "../process/child.ts";
import type { DurabilityTrial } from "./durability-trial.ts";
import { Inspector, startCommitter } from "./processes.ts";
import { type Allowed, allowedAfter, requireAllowed } from "./promise.ts";

/** Number of kills, and the work around each of them. */
export interface KillOptions {
  readonly kills: number;
  /** Starts the next process. It says a line as soon as it has done something. */
  start(): Child;
  /** The beginning of the line before which the process is not killed, but now and then. Default: any line. */
  readonly until?: string;
  /** Looks at what a process left. */
  look(ending: Ending): void | Promise<void>;
}

/**
 * Kills processes at random moments, one after the other: most of them shortly after they have said a line, every fifth
 * at any time from its start. @throws Error if a process ends by itself, and what `look` throws.
 */
export async function killRepeatedly({ kills, start, until = "", look }: KillOptions): Promise<void> {
  let openMilliseconds = FIRST_MILLISECONDS;
  for (let kill = 0; kill < kills; kill++) {
    const begun = performance.now();
    const child = start();
    if (kill % 5 === 4) await setTimeout(Math.random() * openMilliseconds);
    else {
      await child.spoken(until);
      openMilliseconds = performance.now() - begun;
      await setTimeout(Math.random() * WORKING_MILLISECONDS);
    }
    child.process.kill("SIGKILL");
    const ending = await child.ended;
    if (ending.signal !== "SIGKILL")
      throw new Error(`the process ended by itself with ${ending.signal ?? ending.code}: ${ending.noise}`);
    await look(ending);
  }
}

const FIRST_MILLISECONDS = 250;
const WORKING_MILLISECONDS = 40;

/** Kills processes that commit, and looks after each whether the store keeps what was promised. */
export async function judgeKills({ subject, kills }: DurabilityTrial): Promise<void> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "airssys-kill-")));
  await using inspector = new Inspector(subject);
  let allowed: Allowed = { least: 0, most: 0 };
  try {
    await killRepeatedly({
      kills,
      start: () => startCommitter(subject, folder),
      until: "commit ",
      async look({ lines }) {
        allowed = allowedAfter(lines, allowed);
        const number = await inspector.inspect({ folder, goesOn: false });
        requireAllowed(number, allowed);
        allowed = { least: allowed.least, most: number };
      },
    });
    if (allowed.most === 0) throw new Error("no process made a commit before it was killed");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
