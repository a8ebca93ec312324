import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Host } from "@airssys/host";
import type { LoadOptions } from "@airssys/runtime";
import { buildProbe } from "../probe/build-probe.ts";
import { loadProbe, PROBE_BYTES, PROBE_KEYS, startProbes } from "../probe/probe.ts";
import { figureOf, type Report } from "../report.ts";
import type { Context } from "../suite.ts";

/** What the process, with those that it starts, takes of the machine's memory more for each instance of a component that is loaded already. */
export async function measureMemory(
  title: string,
  host: Host,
  options: Pick<LoadOptions, "isolation">,
  { progress }: Context,
): Promise<Report> {
  const component = await loadProbe(await buildProbe(progress), host, options);
  await component.start("first");
  const empty = await residentBytes();
  const probes = await startProbes(component, INSTANCES);
  const started = await residentBytes();
  for (const probe of probes) {
    await probe.call("work.setEach", PROBE_BYTES, 0, PROBE_KEYS);
    for (let turn = 0; turn < CALLS; turn++) await probe.call("work.getEach", PROBE_BYTES, 0, PROBE_KEYS);
  }
  const used = await residentBytes();
  await component.stop();
  const each = (bytes: number) => [(bytes - empty) / INSTANCES / 1e6];
  const work = `${PROBE_KEYS.toLocaleString("en")} sets and ${(CALLS * PROBE_KEYS).toLocaleString("en")} gets`;
  const figures = [figureOf("started", "MB", each(started)), figureOf(`after ${work} of 100 B`, "MB", each(used))];
  return { groups: [], figures: [{ title: `${title} (of ${INSTANCES})`, figures }], notes: [] };
}

const INSTANCES = 20;
const CALLS = 4;

/** After what nobody needs any more is gone. */
async function residentBytes(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void; // there since the flag is
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return process.memoryUsage.rss() + residentBytesBelow(process.pid);
}

/** Of the processes that a process has started, and those that they have: on Linux. */
function residentBytesBelow(pid: number): number {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return children.reduce((sum, child) => sum + residentBytesOf(child) + residentBytesBelow(child), 0);
}

function residentBytesOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1_024;
}

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
