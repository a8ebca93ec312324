import { promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { load, prepare } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
import { describe, expect, inject, it } from "vitest";
import { MANIFEST, probeBytes } from "./fixtures/probe-component.ts";
import type { ProbeExports } from "./fixtures/probe-exports.ts";

describe("a prepared component", () => {
  const cache = fileCache(inject("transpiledFolder"));

  it("can be loaded over many hosts, each with its own data", async () => {
    const prepared = await prepare(probeBytes(), { host: openHost({ backend: openMemory() }), cache });
    for (const value of ["one", "two"]) {
      const host = openHost({ backend: openMemory() });
      await using component = await load<ProbeExports>(prepared, { host, manifest: MANIFEST });
      const instance = await component.start();
      expect(await instance.call("probe.get", "key")).toBeUndefined();
      await instance.call("probe.set", "key", value);
      expect(await instance.call("probe.get", "key")).toBe(value);
    }
  });

  it("is refused by a host of another mode, as is anything that was not prepared", async () => {
    const prepared = await prepare(probeBytes(), { host: openHost({ backend: openMemory() }), cache });
    const host = await openHost({ backend: promised(openMemory()) });
    await expect(load(prepared, { host, manifest: MANIFEST })).rejects.toThrow(TypeError);
    await expect(load({ ...prepared }, { host, manifest: MANIFEST })).rejects.toThrow(TypeError);
  });
});
