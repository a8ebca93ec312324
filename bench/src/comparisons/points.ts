import { type Comparison, comparison } from "../comparison.ts";
import type { Contestant } from "../contestant.ts";
import type { Raw } from "../raw/raw.ts";
import { eachAlone, get, inTransaction, mixed, set } from "../sampling.ts";

/** The store and its bare engine over the same keys. */
export interface Pair {
  readonly raw: Raw;
  readonly store: Contestant;
  readonly count: number;
  /** Whether a commit waits for a disk. */
  readonly isDurable: boolean;
}

/** Gets, sets and both in turn, on keys in random order. */
export function pointComparisons(pair: Pair): Comparison[] {
  return [gets(pair), singleSets(pair), batchedSets(pair), batchedMix(pair), singleMix(pair)];
}

function gets({ raw, store, count, isDurable }: Pair): Comparison {
  const block = { count, operations: BLOCK };
  const encoding = { ...raw, get: raw.getEncoding };
  const cases = [
    eachAlone(raw.name, raw, get, block),
    eachAlone(`${raw.name}, which makes its key of the string`, encoding, get, block),
    eachAlone(store.name, store, get, block),
  ];
  return comparison(`get, ${engineOf(raw, count)}`, cases, isDurable ? { [store.name]: GET_AIM } : {});
}

function singleSets({ raw, store, count, isDurable }: Pair): Comparison {
  const sample = { count, operations: isDurable ? 1 : BLOCK };
  const cases = [raw, store].map((each) => eachAlone(each.name, each, set, sample));
  const aims = isDurable ? { [store.name]: DURABLE_SET_AIM } : {};
  return comparison(`set, each ${isDurable ? "durable" : "by itself"}, ${engineOf(raw, count)}`, cases, aims);
}

function batchedSets({ raw, store, count }: Pair): Comparison {
  const cases = [raw, store].map((each) => inTransaction(each.name, each, set, { count, operations: BATCH }));
  return comparison(`set, ${BATCH} in one transaction, ${engineOf(raw, count)}`, cases);
}

function batchedMix({ raw, store, count }: Pair): Comparison {
  const cases = [raw, store].map((each) => inTransaction(each.name, each, mixed, { count, operations: BATCH }));
  return comparison(`70 % get, 30 % set, ${BATCH} in one transaction, ${engineOf(raw, count)}`, cases);
}

function singleMix({ raw, store, count, isDurable }: Pair): Comparison {
  const sample = { count, operations: isDurable ? MIX : BLOCK };
  const cases = [raw, store].map((each) => eachAlone(each.name, each, mixed, sample));
  return comparison(
    `70 % get, 30 % set, each set ${isDurable ? "durable" : "by itself"}, ${engineOf(raw, count)}`,
    cases,
  );
}

/** What the keys are in, for titles. */
export function engineOf({ name }: Raw, count: number): string {
  return `${name}, ${count.toLocaleString("en")} keys`;
}

const BLOCK = 1_000;
const BATCH = 100;
const MIX = 10;
const GET_AIM = { type: "rate-at-least", ratio: 0.75 } as const;
const DURABLE_SET_AIM = { type: "rate-at-least", ratio: 0.85 } as const;
