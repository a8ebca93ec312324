import type { PointContestant, PointOperations } from "./contestant.ts";
import type { Case } from "./measure.ts";

/** Does one operation on one key. */
export type PointWork = (operations: PointOperations, index: number, turn: number) => void;

export const get: PointWork = (operations, index) => operations.get(index);
export const set: PointWork = (operations, index) => operations.set(index);
/** Seven gets, then three sets, and again. */
export const mixed: PointWork = (operations, index, turn) => {
  if (turn % 10 < 7) operations.get(index);
  else operations.set(index);
};

/** Samples of so many operations on keys in random order, each by itself. */
export function eachAlone(
  name: string,
  contestant: PointOperations,
  work: PointWork,
  { count, operations }: { count: number; operations: number },
): Case {
  const next = wanderer(count);
  return {
    name,
    operationsPerSample: operations,
    sample() {
      for (let turn = 0; turn < operations; turn++) work(contestant, next(), turn);
    },
  };
}

/** Samples of so many operations on keys in random order, in one transaction. */
export function inTransaction(
  name: string,
  contestant: PointContestant,
  work: PointWork,
  { count, operations }: { count: number; operations: number },
): Case {
  const next = wanderer(count);
  return {
    name,
    operationsPerSample: operations,
    sample() {
      contestant.inTransaction((points) => {
        for (let turn = 0; turn < operations; turn++) work(points, next(), turn);
      });
    },
  };
}

/** Visits every place of a key set once before any twice, far from one another. */
export function wanderer(count: number): () => number {
  let place = 0;
  return () => {
    place = (place + STRIDE) % count;
    return place;
  };
}

/** A prime that shares no factor with usual counts. */
const STRIDE = 48_271;
