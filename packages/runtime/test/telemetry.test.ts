import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { type Instance, type LoadOptions, load } from "@airssys/runtime";
import { workerThreads } from "@airssys/runtime/node";
import { type Histogram, MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import { describe, expect, it } from "vitest";
import { MANIFEST, probeBytes } from "./fixtures/probe-component.ts";
import type { ProbeExports } from "./fixtures/probe-exports.ts";
import { cache } from "./fixtures/transpiled.ts";
import { KillableThreads } from "./killable-threads.ts";

/** Starts a component whose metrics can be read. */
async function measured(options: Partial<LoadOptions> = {}) {
  const reader = new Reader();
  const component = await load<ProbeExports>(probeBytes(), {
    host: openHost({ backend: openMemory() }),
    manifest: MANIFEST,
    cache,
    telemetry: { meterProvider: new MeterProvider({ readers: [reader] }) },
    ...options,
  });
  return { component, metric: (name: string) => reader.metric(`airssys.component.${name}`) };
}

describe("telemetry of a component", () => {
  it("counts calls by how they ended, and measures those that began", async () => {
    const { component, metric } = await measured({ callsWaitingMax: 0 });
    const probe: Instance = await component.start();
    const call = (path: string, ...args: string[]) => probe.call(path, ...args).catch(() => {});
    await call("greet", "you");
    await call("greet", "you");
    await call("probe.get", "");
    await call("probe.setThen", "a", "1", "throw an error");
    await Promise.all([call("greet", "you"), call("greet", "you")]);
    await probe.stop();
    await call("greet", "you");
    const counts = { probe: 3, "probe refused": 1, "probe trapped": 1, "probe overloaded": 1, "probe stopped": 1 };
    expect(await metric("calls")).toEqual({ unit: "{call}", points: counts });
    const durations = await metric("call.duration");
    expect(durations.unit).toBe("s");
    const begun = Object.entries(durations.points).map(([label, value]) => [label, (value as Histogram).count]);
    expect(Object.fromEntries(begun)).toEqual({ probe: 3, "probe refused": 1, "probe trapped": 1 });
  });

  it("counts running instances, whatever their id", async () => {
    const { component, metric } = await measured();
    const [first] = await Promise.all([component.start("first"), component.start("second")]);
    expect(await metric("instances")).toEqual({ unit: "{instance}", points: { probe: 2 } });
    await first.stop();
    await first.stop();
    expect(await metric("instances")).toMatchObject({ points: { probe: 1 } });
    await component.stop();
    expect(await metric("instances")).toMatchObject({ points: { probe: 0 } });
  });

  it("counts replaced guests by reason", async () => {
    const isolation = new KillableThreads();
    const { component, metric } = await measured({ isolation, callTimeMaxMs: 3_000 });
    await using probe = await component.start();
    for (const way of ["throw an error", "overflow the stack", "loop for ever"]) {
      await probe.call("probe.setThen", "a", "1", way).catch(() => {});
    }
    await probe.call("greet", "you");
    isolation.kill();
    await probe.call("greet", "you");
    const points = { "probe trapped": 2, "probe timed-out": 1, "probe crashed": 1 };
    expect(await metric("replacements")).toEqual({ unit: "{guest}", points });
    expect(probe.traps).toBe(4);
  });

  it("does not count an instance that failed to start", async () => {
    const { component, metric } = await measured({ isolation: workerThreads(), startTimeMaxMs: 1 });
    await expect(component.start()).rejects.toMatchObject({ code: "timed-out" });
    expect(await metric("instances")).toMatchObject({ points: { probe: 0 } });
  });

  it("is not recorded for a component that is loaded without it", async () => {
    const { component, metric } = await measured({ telemetry: false });
    await using probe = await component.start();
    await probe.call("greet", "you");
    expect(await metric("calls")).toEqual({ unit: undefined, points: {} });
  });
});

class Reader extends MetricReader {
  /** Returns the current value of a metric, by the values of its attributes. */
  async metric(name: string) {
    const { resourceMetrics } = await this.collect();
    const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    const found = metrics.find(({ descriptor }) => descriptor.name === name);
    const points = (found?.dataPoints ?? []).map(({ attributes, value }) => [
      Object.values(attributes).join(" "),
      value,
    ]);
    return { unit: found?.descriptor.unit, points: Object.fromEntries(points) as Record<string, unknown> };
  }

  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}
