import type { Backend, Batch } from "@airssys/backend";
import { type Mutant, mutant } from "../mutant.ts";

/** A mutant that goes about batches in its own way. */
function together(
  name: string,
  caughtBy: string,
  commitAll: (right: Backend<"sync">, batches: readonly Batch[]) => boolean[],
): Mutant {
  return mutant(name, caughtBy, (right) => ({ commitAll: (batches) => commitAll(right, batches) }));
}

export const commitsTogetherMutants: readonly Mutant[] = [
  together(
    "commits the first of several batches alone",
    "batches committed together all happen, and each is answered at its position",
    (right, batches) => {
      const [first = false] = right.commitAll(batches.slice(0, 1));
      return batches.map(() => first);
    },
  ),
  together(
    "makes one batch of several",
    "a batch whose check fails leaves the others that are committed with it alone",
    (right, batches) => {
      const one = { checks: batches.flatMap(({ checks }) => checks), writes: batches.flatMap(({ writes }) => writes) };
      const isCommitted = right.commit(one);
      return batches.map(() => isCommitted);
    },
  ),
  together(
    "judges all checks before it writes anything",
    "a batch sees what was committed with it before it, and not what comes after",
    (right, batches) => {
      const held = batches.map(({ checks }) => right.commit({ checks, writes: [] }));
      right.commitAll(batches.filter((_batch, index) => held[index]).map(({ writes }) => ({ checks: [], writes })));
      return held;
    },
  ),
  together(
    "commits several batches from the last to the first",
    "of batches committed together the last one to write a key stays",
    (right, batches) => right.commitAll(batches.toReversed()).reverse(),
  ),
  together("answers true for nothing", "nothing committed together is nothing", (right, batches) => [
    ...right.commitAll(batches),
    ...(batches.length === 0 ? [true] : []),
  ]),
  together(
    "commits what comes before a refused batch",
    "a key that is refused in one batch refuses all that are committed with it",
    (right, batches) => batches.map((batch) => right.commit(batch)),
  ),
];
