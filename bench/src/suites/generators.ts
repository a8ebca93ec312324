import { namespaced } from "@airssys/backend";
import { openHost } from "@airssys/host";
import { swallow } from "../black-hole.ts";
import { ENGINES, openEngine } from "../engines.ts";
import { hostImports } from "../host-imports.ts";
import { keySet } from "../key-set.ts";
import { compare } from "../measure.ts";
import { groupOf } from "../report.ts";
import type { Suite } from "../suite.ts";
import { getDirectly } from "../ways/direct.ts";
import type { Got } from "../ways/get-way.ts";
import { getWithPromises } from "../ways/promised.ts";
import { getInSteps } from "../ways/stepped.ts";

/**
 * Measures the price of writing the store once for every engine: the same get as plain functions, as generators that a
 * loop drives, and with promises. The host's own get, which does more, stands beside them.
 */
export const generators: Suite = {
  title: "generators: one get of 100 B, written in three ways",
  parts: ["constant", ...ENGINES],
  async run(engine, context) {
    const backend = openEngine(engine, context.folder);
    const view = namespaced(backend, new TextEncoder().encode(`component:${NAMESPACE}:`));
    const keys = keySet(KEYS, "");
    const imports = hostImports(openHost({ backend }), NAMESPACE, keys);
    imports.inTransaction((points) => {
      for (let index = 0; index < KEYS; index++) points.set(index);
    });
    const cases = [
      block("functions", () => {
        for (let index = 0; index < KEYS; index++) swallow(lengthOf(getDirectly(view, keys.guestKey(index))));
      }),
      block("generators", () => {
        for (let index = 0; index < KEYS; index++) swallow(lengthOf(getInSteps(view, keys.guestKey(index))));
      }),
      block("promises", async () => {
        for (let index = 0; index < KEYS; index++) swallow(lengthOf(await getWithPromises(view, keys.guestKey(index))));
      }),
      block("the host", () => {
        for (let index = 0; index < KEYS; index++) imports.get(index);
      }),
    ];
    context.progress(`the ways to write a get, over ${engine}`);
    const timings = await compare(cases, context);
    backend.close();
    return { groups: [groupOf(`get, ${engine}`, timings)], notes: [] };
  },
};

const NAMESPACE = "bench";
const KEYS = 1_000;

function block(name: string, sample: () => void | Promise<void>) {
  return { name, operationsPerSample: KEYS, sample };
}

function lengthOf({ val }: Got): number {
  if (val === undefined) throw new Error("a key that was stored is not there");
  return val.length;
}
