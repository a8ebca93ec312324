import fc from "fast-check";
import type { Law } from "../law/law.ts";
import { commands } from "../model/commands.ts";
import { SortedModel } from "../model/sorted-model.ts";

/** Configures the random sequences of the model law. A failure prints the options that reproduce it. */
export interface ModelOptions {
  /** Number of sequences to try, each on an empty store. Default 60. */
  readonly runs?: number;
  /** Seed of the sequences. Default: random. */
  readonly seed?: number;
  /** Path of the failed sequence, with `seed`. */
  readonly path?: string;
  /** Replay path that was printed beside the sequence, with `seed` and `path`. */
  readonly replayPath?: string;
}

const RUNS = 60;

/** The law that random sequences of requests have the answers of a sorted map. */
export function modelLaws({ runs = RUNS, replayPath, ...drawing }: ModelOptions = {}): readonly Law[] {
  return [
    {
      name: "any sequence of requests is answered as a sorted map answers it",
      about: "model",
      async run(context) {
        const sequences = commands(context.capabilities.durable, replayPath);
        const property = fc.asyncProperty(sequences, async (sequence) => {
          await context.startAfresh();
          await fc.asyncModelRun(() => ({ model: new SortedModel(), real: context }), sequence);
        });
        await fc.assert(property, { numRuns: runs, ...drawing });
      },
    },
  ];
}
