import { openHost } from "@airssys/host";
import { comparison, measureAll } from "../comparison.ts";
import { openEngine } from "../engines.ts";
import { hostImports } from "../host-imports.ts";
import { keySet } from "../key-set.ts";
import { buildProbe } from "../probe/build-probe.ts";
import { mapHost } from "../probe/map-host.ts";
import { PROBE_BYTES, PROBE_KEYS, startProbe } from "../probe/probe.ts";
import { openRaw } from "../raw/open-raw.ts";
import { figureOf, type Report } from "../report.ts";
import { inTransaction, set } from "../sampling.ts";
import type { Context } from "../suite.ts";
import { callCase, type Work } from "./call-case.ts";
import { countCommits } from "./commit-counter.ts";

/** One call that sets many values on a disk: how long it takes, and how often it makes something durable. */
export async function measureOneCommit(context: Context): Promise<Report> {
  const counter = countCommits(openEngine("lmdb", context.folder));
  const host = openHost({ backend: counter.backend });
  const component = await buildProbe(context.progress);
  const floor = await startProbe(component, mapHost().host);
  const probe = await startProbe(component, host);
  const keys = keySet(PROBE_KEYS, "component:alone:");
  const raw = openRaw("lmdb", context.folder, keys);
  const sample = { count: PROBE_KEYS, operations: SETS };
  const counted: number[] = [];
  const countedCall: Work = {
    ...CALL,
    async run(instance, first) {
      const before = counter.commits();
      await CALL.run(instance, first);
      counted.push(counter.commits() - before);
    },
  };
  const cases = [
    callCase("Map host", floor, CALL),
    callCase("lmdb", probe, countedCall),
    inTransaction("lmdb, the imports without a component", hostImports(host, "alone", keys), set, sample),
    inTransaction("bare lmdb, one transaction", raw, set, sample),
  ];
  const groups = await measureAll([comparison(`a call with ${TITLE} sets, for each set, on the disk`, cases)], context);
  await Promise.all([floor.stop(), probe.stop()]);
  counter.backend.close();
  await raw.close();
  const commits = figureOf(`durable commits in each of ${counted.length} calls`, "commits", counted, 1);
  return { groups, figures: [{ title: `a call with ${TITLE} sets, lmdb`, figures: [commits] }], notes: [] };
}

const SETS = 1_000;
const TITLE = SETS.toLocaleString("en");
const CALL: Work = { operations: SETS, run: (probe, first) => probe.call("work.setEach", PROBE_BYTES, first, SETS) };
