import { openHost } from "@airssys/host";
import { type Instance, type LoadOptions, load } from "@airssys/runtime";
import { describe, expect, it } from "vitest";
import { MANIFEST, probeBytes } from "./fixtures/probe-component.ts";
import type { ProbeExports } from "./fixtures/probe-exports.ts";
import { cache } from "./fixtures/transpiled.ts";
import { RUNS } from "./isolations.ts";

const CASES = RUNS.flatMap(({ isolation, ...engine }) => (isolation === undefined ? [] : [{ ...engine, isolation }]));

describe.each(CASES)("a component apart from its host, over $name", ({ open, isolation }) => {
  async function withProbe(test: (probe: Instance<ProbeExports>) => Promise<void>, options: Partial<LoadOptions> = {}) {
    const engine = open();
    const host = await openHost({ backend: engine.backend });
    const component = await load<ProbeExports>(probeBytes(), {
      host,
      manifest: MANIFEST,
      cache,
      isolation,
      ...options,
    });
    try {
      await test(await component.start());
    } finally {
      await component.stop();
      engine.close();
    }
  }

  it("keeps what it sets, and reports its usage", () =>
    withProbe(async (probe) => {
      for (const value of ["", "plain", "\u{1f600} é"]) {
        await probe.call("probe.set", "key", value);
        expect(await probe.call("probe.get", "key")).toBe(value);
      }
      await probe.call("probe.set", "key", "v".repeat(1_000_000));
      expect(await probe.call("probe.get", "key")).toHaveLength(1_000_000);
      expect(await probe.call("probe.size")).toBe(1_000_005n);
      expect(await probe.call("probe.keys", undefined)).toEqual(["key"]);
      expect(await probe.usage()).toMatchObject({ usedBytes: 1_000_005, keyCount: 1 });
      await probe.call("probe.clear");
      expect(await probe.call("probe.get", "key")).toBeUndefined();
    }));

  it("runs calls of one instance one after the other, in the order in which they were made", () =>
    withProbe(async (probe) => {
      const counts = Array.from({ length: 20 }, () => probe.call("probe.increment", "counter"));
      expect(await Promise.all(counts)).toEqual(Array.from({ length: 20 }, (_each, index) => index + 1));
    }));

  it.each([
    ["return the storage error", "refused"],
    ["throw an error", "trapped"],
    ["overflow the stack", "trapped"],
    ["run out of memory", "trapped"],
    ["loop for ever", "timed-out"],
    ["set for ever", "timed-out"],
  ])("writes nothing, and the next call works: %s", (way, code) =>
    withProbe(
      async (probe) => {
        await probe.call("probe.set", "kept", "1");
        await expect(probe.call("probe.setThen", "lost", "1", way)).rejects.toMatchObject({ name: "CallError", code });
        expect(await probe.call("probe.keys", undefined)).toEqual(["kept"]);
        expect(probe.traps).toBe(code === "refused" ? 0 : 1);
        expect(await probe.usage()).toMatchObject({ keyCount: 1, usedBytes: 7 });
      },
      { callTimeMaxMs: code === "timed-out" ? 1_500 : 30_000 },
    ),
  );
});
