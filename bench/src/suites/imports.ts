import { openHost } from "@airssys/host";
import { type Comparison, comparison, measureAll } from "../comparison.ts";
import type { PointContestant } from "../contestant.ts";
import { ENGINES, openEngine } from "../engines.ts";
import { fill } from "../fill.ts";
import { hostImports } from "../host-imports.ts";
import { keySet } from "../key-set.ts";
import { openRaw } from "../raw/open-raw.ts";
import type { Raw } from "../raw/raw.ts";
import { eachAlone, get, inTransaction, set } from "../sampling.ts";
import type { Suite } from "../suite.ts";

/**
 * What a component's grants, quota and audit cost beyond the bare engine: the imports that the host gives it, without
 * the component.
 */
export const imports: Suite = {
  title: "imports: a component's imports without the component, against the bare engine",
  parts: ENGINES,
  async run(engine, context) {
    const keys = keySet(KEYS, `component:${COMPONENT_ID}:`);
    const backend = openEngine(engine, context.folder);
    const called = hostImports(openHost({ backend }), COMPONENT_ID, keys);
    const raw = openRaw(engine, context.folder, keys);
    fill({ raw, store: called }, keys, context);
    const groups = await measureAll(comparisons(raw, called), context);
    backend.close();
    await raw.close();
    return { groups, notes: [] };
  },
};

const COMPONENT_ID = "bench";
const KEYS = 100_000;
const BLOCK = 1_000;
const ALONE = "imports, an operation by itself";
const IN_CALL = `imports, ${BLOCK} in one call`;

function comparisons(raw: Raw, called: PointContestant): Comparison[] {
  const sample = { count: KEYS, operations: BLOCK };
  return [
    comparison(`get, ${raw.name}`, [
      eachAlone(raw.name, raw, get, sample),
      eachAlone(ALONE, called, get, sample),
      inTransaction(IN_CALL, called, get, sample),
    ]),
    comparison(`set, ${raw.name}`, [
      inTransaction(raw.name, raw, set, sample),
      inTransaction(IN_CALL, called, set, sample),
    ]),
  ];
}
