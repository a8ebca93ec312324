import type { Host } from "@airssys/host";
import type { LoadOptions } from "@airssys/runtime";
import { swallow } from "../black-hole.ts";
import { buildProbe } from "../probe/build-probe.ts";
import { loadProbe, PROBE_BYTES } from "../probe/probe.ts";
import { type Figure, figureOf, type Report } from "../report.ts";
import type { Context } from "../suite.ts";

/**
 * From the bytes of a component to its first answer, in a process that has loaded none before, and the same for a
 * second instance.
 */
export async function measureFirstAnswers(
  title: string,
  host: Host,
  options: Pick<LoadOptions, "cache" | "isolation">,
  { progress }: Context,
): Promise<Report> {
  const bytes = await buildProbe(progress);
  const figures: Figure[] = [];
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    figures.push(figureOf(name, "ms", [performance.now() - start]));
    return result;
  };
  const answer = () =>
    timed("in all, until it has answered", async () => {
      const component = await timed("loading", () => loadProbe(bytes, host, options));
      const first = await timed("starting", () => component.start());
      swallow(await timed("the first call, with one get", () => first.call("work.getEach", PROBE_BYTES, 0, 1)));
      return component;
    });
  const component = await answer();
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  const second = await timed("starting a second instance", () => component.start("second"));
  swallow(await timed("its first call, with one get", () => second.call("work.getEach", PROBE_BYTES, 0, 1)));
  await component.stop();
  return { groups: [], figures: [{ title, figures }], notes: [] };
}

/** In which a process that waits for an instance is made. */
const PAUSE_MS = 1_000;
