import { tracingFault } from "../process/strace.ts";
import type { DurabilityTrial } from "./durability-trial.ts";
import { judgeKills } from "./kill.ts";
import { judgePowerCuts } from "./power-cut.ts";

/** One promise about crashes, and how to try it. */
export interface DurabilityLaw {
  readonly name: string;
  /** Returns why the law cannot be tried here; `undefined` if it can. */
  fault(): string | undefined;
  /** Returns the time limit of a trial, in milliseconds. */
  millisecondsMax(trial: DurabilityTrial): number;
  /** Rejects if the engine breaks the law. */
  run(trial: DurabilityTrial): Promise<void>;
}

/** Both hold for every engine. One that declares `durable: false` has promised what was there at its last flush. */
export const durabilityLaws: readonly DurabilityLaw[] = [
  {
    name: "a process that is killed leaves everything that was promised, and no commit in part",
    fault: () => undefined,
    millisecondsMax: ({ kills }) => 60_000 + kills * 3_000,
    run: judgeKills,
  },
  {
    name: "a power cut leaves everything that was promised, and no commit in part",
    fault: tracingFault,
    millisecondsMax: ({ images }) => 120_000 + images * 1_000,
    run: judgePowerCuts,
  },
];
