import { promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { childProcesses, workerThreads } from "@airssys/runtime/node";
import { comparison, measureAll } from "../comparison.ts";
import { buildProbe } from "../probe/build-probe.ts";
import { loadProbe, type Probe } from "../probe/probe.ts";
import type { Report } from "../report.ts";
import type { Context } from "../suite.ts";
import { callCase, type Work } from "./call-case.ts";
import { CALLS_MAX, fillSize, getsOf, NOTHING, ONE_GET, SIZES, type Size, setsOf } from "./works.ts";

/**
 * The ways to run a component, over memory: in the thread that calls it, waiting for the promises of its host, in a
 * thread and in a process of its own.
 */
export async function measureWays(context: Context): Promise<Report> {
  const [small] = SIZES as [Size, ...Size[]];
  const ways = await startWays(context);
  for (const { probe } of ways) await fillSize(small, probe);
  const compared = (title: string, work: Work) =>
    comparison(
      `${title}, memory`,
      ways.map(({ name, probe }) => callCase(name, probe, work)),
    );
  const groups = await measureAll(
    [
      compared("a call that does nothing", NOTHING),
      compared("a call with one get of 100 B", ONE_GET),
      compared(`get of 100 B, ${CALLS_MAX} in one call`, getsOf(small)),
      compared(`set of 100 B, ${CALLS_MAX} in one call`, setsOf(small)),
    ],
    context,
  );
  for (const { probe } of ways) await probe.stop();
  return { groups, notes: [] };
}

interface Way {
  readonly name: string;
  readonly probe: Probe;
}

async function startWays({ progress }: Context): Promise<Way[]> {
  const bytes = await buildProbe(progress);
  progress("starting the component in four ways");
  const host = () => openHost({ backend: openMemory() });
  const inThread = await loadProbe(bytes, host());
  const waiting = await loadProbe(bytes, await openHost({ backend: promised(openMemory()) }));
  const inProcess = await loadProbe(bytes, host(), { isolation: childProcesses({ sparesMax: 0 }) });
  const inWorker = await loadProbe(bytes, host(), { isolation: workerThreads() });
  return [
    { name: "in the thread that calls", probe: await inThread.start() },
    { name: "waiting for promises (JSPI)", probe: await waiting.start() },
    { name: "in a worker thread", probe: await inWorker.start() },
    { name: "in a child process", probe: await inProcess.start() },
  ];
}
