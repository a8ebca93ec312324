import type { Host } from "@airssys/host";
import type { LoadOptions } from "@airssys/runtime";
import { buildProbe } from "../probe/build-probe.ts";
import { loadProbe, PROBE_BYTES, PROBE_KEYS, startProbes } from "../probe/probe.ts";
import { figureOf, type Report } from "../report.ts";
import { residentBytes } from "../resident-bytes.ts";
import type { Context } from "../suite.ts";

/**
 * Measures the memory that each further instance of a loaded component adds to this process and the processes that it
 * starts.
 */
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
