import type { Table } from "../comparison.ts";
import { type Comparison, comparison } from "../comparison.ts";
import type { Contestant } from "../contestant.ts";
import { neighboursPrefix } from "../key-set.ts";
import type { Case } from "../measure.ts";
import { wanderer } from "../sampling.ts";
import { engineOf, type Pair } from "./points.ts";

/** Whole prefixes: their entries, their keys alone, and how many there are. Each time another prefix. */
export function rangeComparisons({ raw, store, count }: Pair): Comparison[] {
  const compareOver = (what: string, digits: number, work: RangeWork, aims?: Table["aims"]) =>
    10 ** digits > count
      ? []
      : [
          comparison(
            `${what} of ${(10 ** digits).toLocaleString("en")} keys, ${engineOf(raw, count)}`,
            [raw, store].map((each) => wholePrefix(each, digits, count, work)),
            aims,
          ),
        ];
  return [
    ...compareOver("entries", 4, (contestant, prefix) => contestant.readEntries(prefix)),
    ...compareOver("entries", 5, (contestant, prefix) => contestant.readEntries(prefix)),
    ...compareOver("keys", 4, (contestant, prefix) => contestant.listKeys(prefix), { [store.name]: KEYS_AIM }),
    ...compareOver("count", 4, (contestant, prefix) => contestant.countKeys(prefix)),
  ];
}

type RangeWork = (contestant: Contestant, prefix: string) => void;

const KEYS_AIM = { type: "below", p50Milliseconds: 20 } as const;

function wholePrefix(contestant: Contestant, digits: number, count: number, work: RangeWork): Case {
  const next = wanderer(Math.floor(count / 10 ** digits));
  return {
    name: contestant.name,
    operationsPerSample: 1,
    sample: () => work(contestant, neighboursPrefix(digits, next())),
  };
}
