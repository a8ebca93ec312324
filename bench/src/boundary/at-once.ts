import { openHost } from "@airssys/host";
import { measureAll } from "../comparison.ts";
import { allAtOnce } from "../comparisons/all-at-once.ts";
import { openEngine } from "../engines.ts";
import type { Case } from "../measure.ts";
import { buildProbe } from "../probe/build-probe.ts";
import { mapHost } from "../probe/map-host.ts";
import { loadProbe, PROBE_BYTES, PROBE_KEYS, type Probe, startProbes } from "../probe/probe.ts";
import { figureOf, type Group, type Report } from "../report.ts";
import { type Context, isThorough } from "../suite.ts";
import { callCase, type Work } from "./call-case.ts";
import { countCommits } from "./commit-counter.ts";
import { limitsAtOnce } from "./limits-at-once.ts";

/**
 * Calls of components that are made at the same time, each with one set, over memory: what they cost where nothing
 * waits for a disk.
 */
export async function measureAtOnceInMemory(context: Context): Promise<Report> {
  const bytes = await buildProbe(context.progress);
  const hosts = [mapHost().host, openHost({ backend: openEngine("memory", context.folder) })];
  context.progress(`starting ${MANY} components twice`);
  const components = await Promise.all(hosts.map((host) => loadProbe(bytes, host)));
  const [floor = [], probes = []] = await Promise.all(components.map((component) => startProbes(component, MANY)));
  const cases = [callsAtOnce("Map host", floor), callsAtOnce("memory", probes)];
  const title = `${MANY} components at once, calls with one set, memory`;
  const groups = await measureAll([{ cases, tables: [{ title, rows: cases.map(({ name }) => name) }] }], context);
  for (const component of components) await component.stop();
  return { groups, notes: [] };
}

/** The same with calls that are on the disk when they have answered, beside what limits them. */
export async function measureAtOnceOnDisk(context: Context): Promise<Report> {
  const { backend, commits } = countCommits(openEngine("lmdb", context.folder));
  const host = openHost({ backend });
  const component = await loadProbe(await buildProbe(context.progress), host);
  context.progress(`starting ${MANY} components`);
  const probes = await startProbes(component, MANY);
  const limits = limitsAtOnce(MANY, context.folder, { backend, host });
  const together = atOnceOf(MANY, probes);
  const sequence = callCase(SEQUENCE, probes[0] as Probe, ONE_SET);
  const groups = await measureAll(
    [
      {
        cases: [sequence, atOnceOf(FEW, probes), ...limits.cases, together],
        tables: [
          {
            title: "calls with one set, lmdb",
            rows: [SEQUENCE, nameOf(FEW), nameOf(MANY)],
            aims: { [nameOf(MANY)]: AIM },
          },
          { title: `${MANY} at once, lmdb`, rows: [...limits.cases.map(({ name }) => name), nameOf(MANY)] },
        ],
      },
    ],
    context,
  );
  const shared = await callsPerCommit(together, commits);
  if (isThorough(context)) groups.push(...(await measureMore(probes, context)));
  await component.stop();
  backend.close();
  await limits.close();
  return { groups, figures: [{ title: `${nameOf(MANY)}, lmdb`, figures: [shared] }], notes: [] };

  async function measureMore(begun: readonly Probe[], { progress }: Context): Promise<Group[]> {
    progress(`starting ${MOST} components`);
    const more = await startProbes(component, MOST, begun.length);
    const cases = [together, atOnceOf(MOST, [...begun, ...more])];
    const title = "more calls with one set at once, lmdb";
    return measureAll([{ cases, tables: [{ title, rows: cases.map(({ name }) => name) }] }], context);
  }
}

const FEW = 8;
const MANY = 64;
const MOST = 256;
const AIM = { type: "per-second-at-least", operations: 10_000 } as const;
const SEQUENCE = "one component, one call after the other";
const ONE_SET: Work = { operations: 1, run: (probe, first) => probe.call("work.setEach", PROBE_BYTES, first, 1) };
const SAMPLES_COUNTED = 20;

const nameOf = (count: number) => `${count} components at once`;

function atOnceOf(count: number, probes: readonly Probe[]): Case {
  return callsAtOnce(nameOf(count), probes.slice(0, count));
}

function callsAtOnce(name: string, probes: readonly Probe[]): Case {
  const setters = probes.map((probe) => (index: number) => probe.call("work.setEach", PROBE_BYTES, index, 1));
  return allAtOnce(name, setters, PROBE_KEYS);
}

async function callsPerCommit(together: Case, commits: () => number) {
  const counted: number[] = [];
  for (let sample = 0; sample < SAMPLES_COUNTED; sample++) {
    const before = commits();
    await together.sample();
    counted.push(together.operationsPerSample / (commits() - before));
  }
  return figureOf("calls that share a durable commit", "calls", counted);
}
