import fc from "fast-check";
import type { Law } from "../law/law.ts";
import { commands } from "../model/commands.ts";
import { SortedModel } from "../model/sorted-model.ts";

/** How the random sequences of the model law are drawn. A failure prints what to put here to see it again. */
export interface ModelOptions {
  /** Sequences to try, each on an empty store. Default 60. */
  readonly runs?: number;
  /** Draws the same sequences again. Random if left out. */
  readonly seed?: number;
  /** With `seed`: goes straight to the sequence that failed. */
  readonly path?: string;
  /** With `seed` and `path`: the `replayPath` that was printed beside the sequence. */
  readonly replayPath?: string;
}

const RUNS = 60;

/** Random sequences of requests against an obvious sorted map. */
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
