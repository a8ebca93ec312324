import { readFileSync } from "node:fs";
import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { load } from "@airssys/runtime";
import { describe, expect, inject, it } from "vitest";
import { MANIFEST } from "./fixtures/probe-component.ts";
import type { ProbeExports } from "./fixtures/probe-exports.ts";
import { ISOLATIONS } from "./isolations.ts";

describe.each(ISOLATIONS)("the clock of a component %s", (_where, isolation) => {
  const open = async (clock?: () => number) => {
    const component = await load<ProbeExports>(readFileSync(inject("probeComponent")), {
      host: openHost({ backend: openMemory() }),
      manifest: MANIFEST,
      ...isolation,
      ...(clock && { clock }),
    });
    return component;
  };

  it("is that of the program, read each time", async () => {
    let now = Date.UTC(1999, 11, 31);
    await using component = await open(() => now);
    const instance = await component.start();
    expect(await instance.call("probe.now")).toBe(BigInt(Date.UTC(1999, 11, 31)));
    now += 86_400_000;
    expect(await instance.call("probe.now")).toBe(BigInt(Date.UTC(2000, 0, 1)));
  });

  it("is that of the machine otherwise", async () => {
    await using component = await open();
    const before = BigInt(Date.now());
    const told = await (await component.start()).call("probe.now");
    expect(told).toBeGreaterThanOrEqual(before);
    expect(told).toBeLessThanOrEqual(BigInt(Date.now()));
  });
});
