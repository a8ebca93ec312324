import type { Comparison } from "../comparison.ts";
import type { PointContestant } from "../contestant.ts";
import type { Case } from "../measure.ts";
import { eachAlone, inTransaction, set } from "../sampling.ts";
import type { Pair } from "./points.ts";

/**
 * Compares the cost of a set among many keys with that among few, for the bare engine and for the store.
 */
export function growthComparisons(few: Pair, many: Pair): Comparison[] {
  const batched = growth(`set, ${BATCH} in one transaction`, few, many, (name, contestant, count) =>
    inTransaction(name, contestant, set, { count, operations: BATCH }),
  );
  const single = growth("set, each durable", few, many, (name, contestant, count) =>
    eachAlone(name, contestant, set, { count, operations: 1 }),
  );
  return many.isDurable ? [single, batched] : [batched];
}

const BATCH = 100;
const AIM = { type: "time-at-most", ratio: 1.5 } as const;

type CaseMaker = (name: string, contestant: PointContestant, count: number) => Case;

/**
 * All four are measured side by side; what each contestant costs with many keys is compared with what it costs itself
 * with few.
 */
function growth(work: string, few: Pair, many: Pair, caseOf: CaseMaker): Comparison {
  const engine = many.raw.name;
  const nameOf = (contestant: string, { count }: Pair) => `${contestant}, ${count.toLocaleString("en")} keys`;
  const pairs = [few, many];
  const rowsOf = (contestant: string) => pairs.map((pair) => nameOf(contestant, pair));
  const aims = many.isDurable ? { [nameOf(many.store.name, many)]: AIM } : {};
  return {
    cases: pairs.flatMap((pair) =>
      [pair.raw, pair.store].map((each) => caseOf(nameOf(each.name, pair), each, pair.count)),
    ),
    tables: [
      { title: `${work}, ${engine}, as keys become more`, rows: rowsOf(engine) },
      { title: `${work}, store over ${engine}, as keys become more`, rows: rowsOf(many.store.name), aims },
    ],
  };
}
