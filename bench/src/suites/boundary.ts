import { openHost } from "@airssys/host";
import { swallow } from "../black-hole.ts";
import { ENGINES, openEngine } from "../engines.ts";
import { type Case, compare } from "../measure.ts";
import { buildProbe } from "../probe/build-probe.ts";
import { mapHost } from "../probe/map-host.ts";
import { PROBE_KEYS, type Probe, startProbe } from "../probe/start-probe.ts";
import { type Aim, type Group, groupOf } from "../report.ts";
import { quantile, sortedNumbers } from "../statistics.ts";
import type { Suite } from "../suite.ts";

/**
 * What a component pays for durable storage beyond what it pays for calling a host at all: the same component over the host of this repository and
 * over a bare `Map`.
 */
export const boundary: Suite = {
  title: "boundary: a component's get and set of 100 B, against the same component over a bare Map",
  parts: ENGINES,
  async run(engine, context) {
    const component = await buildProbe(context.progress);
    const bare = mapHost();
    const floor = await startProbe(component, bare.host);
    const backend = openEngine(engine, context.folder);
    const stack = await startProbe(component, openHost({ backend }));
    const groups: Group[] = [];
    for (const work of WORKS) {
      context.progress(`${work.name} over ${engine}`);
      for (const probe of [floor, stack]) await work.prepare(probe);
      bare.insideExport.length = 0;
      const timings = await compare([caseOf("Map host", floor, work), caseOf(engine, stack, work)], context);
      groups.push(groupOf(`${work.name}, ${engine}`, timings, work.aim && { [engine]: work.aim }));
    }
    await Promise.all([floor.stop(), stack.stop()]);
    backend.close();
    return { groups, notes: [insideExportNote(engine, bare.insideExport)] };
  },
};

/** More host calls than this within one call of an export become slower and slower in today's JavaScript engine for components. */
const CALLS_MAX = PROBE_KEYS;

interface Work {
  readonly name: string;
  readonly operations: number;
  readonly aim?: Aim;
  prepare(probe: Probe): Promise<unknown>;
  run(probe: Probe, first: number): Promise<unknown>;
}

const fillRaw = (probe: Probe) => probe.call("setMany", 0, PROBE_KEYS);
const fillTyped = (probe: Probe) => probe.call("setManyTyped", 0, PROBE_KEYS);

const WORKS: readonly Work[] = [
  {
    name: `get, ${CALLS_MAX} in one call`,
    operations: CALLS_MAX,
    aim: { type: "time-at-most", ratio: 1.25 },
    prepare: fillRaw,
    run: (probe, first) => probe.call("getMany", first, CALLS_MAX),
  },
  {
    name: `set, ${CALLS_MAX} in one call`,
    operations: CALLS_MAX,
    prepare: fillRaw,
    run: (probe, first) => probe.call("setMany", first, CALLS_MAX),
  },
  {
    name: `Storage.get of JSON, ${CALLS_MAX} in one call`,
    operations: CALLS_MAX,
    aim: { type: "time-at-most", ratio: 1.25 },
    prepare: fillTyped,
    run: (probe, first) => probe.call("getManyTyped", first, CALLS_MAX),
  },
  {
    name: `Storage.set of JSON, ${CALLS_MAX} in one call`,
    operations: CALLS_MAX,
    prepare: fillTyped,
    run: (probe, first) => probe.call("setManyTyped", first, CALLS_MAX),
  },
  {
    name: "a call that does nothing",
    operations: 1,
    prepare: fillRaw,
    run: (probe) => probe.call("nothing"),
  },
  {
    name: "a call with one get",
    operations: 1,
    prepare: fillRaw,
    run: (probe, first) => probe.call("getMany", first, 1),
  },
];

function caseOf(name: string, probe: Probe, { operations, run }: Work): Case {
  let first = 0;
  return {
    name,
    operationsPerSample: operations,
    async sample() {
      const answer = await run(probe, first);
      first = (first + operations) % PROBE_KEYS;
      if (typeof answer === "number") swallow(answer);
    },
  };
}

function insideExportNote(engine: string, nanoseconds: readonly number[]): string {
  const median = quantile(sortedNumbers(nanoseconds), 0.5) / 1_000;
  return `beside ${engine}, a call with one get over the Map host spent ${median.toFixed(1)} µs inside of the export; the rest is the runtime's`;
}
