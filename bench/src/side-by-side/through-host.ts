import { openHost, openStore } from "@airssys/host";
import { comparison, measureAll } from "../comparison.ts";
import type { Case } from "../measure.ts";
import { buildProbe } from "../probe/build-probe.ts";
import { PROBE_BYTES, PROBE_KEYS, type Probe, startProbe } from "../probe/probe.ts";
import type { Report } from "../report.ts";
import type { Context } from "../suite.ts";
import { closeAll, type OpenEngine, openAll } from "./open-all.ts";
import { variedValues } from "./varied-values.ts";

/** Measures engines as programs and components use them. */
export async function measureThroughHost(context: Context): Promise<Report> {
  const component = await buildProbe(context.progress);
  const engines = await openAll(context);
  const stores = engines.map(storeCase);
  const probes: Probe[] = [];
  for (const { name, backend } of engines) {
    context.progress(`starting a component over ${name}`);
    probes.push(await startProbe(component, openHost({ backend })));
  }
  const calls = engines.map(({ name }, index) => callCase(name, probes[index] as Probe)); // one for each
  const groups = await measureAll(
    [
      comparison("a set through the store of the host", stores),
      comparison("a call of a component that sets one value, until it has answered", calls),
    ],
    context,
  );
  for (const probe of probes) await probe.stop();
  await closeAll(engines);
  return { groups, notes: [] };
}

function storeCase({ name, backend }: OpenEngine): Case {
  const store = openStore({ backend }).open("app:measured");
  const value = variedValues();
  let turn = 0;
  return {
    name,
    operationsPerSample: 1,
    sample() {
      turn = (turn + 1) % PROBE_KEYS;
      store.set(`key/${turn}`, value());
    },
  };
}

/** The host numbers its versions, so that what it stores differs from time to time, whatever the component sets. */
function callCase(name: string, probe: Probe): Case {
  let turn = 0;
  return {
    name,
    operationsPerSample: 1,
    sample() {
      turn = (turn + 1) % PROBE_KEYS;
      return probe.call("work.setEach", PROBE_BYTES, turn, 1);
    },
  };
}
