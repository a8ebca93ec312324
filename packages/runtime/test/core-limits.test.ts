import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { load } from "@airssys/runtime";
import { describe, expect, it } from "vitest";
import { limitModules } from "../src/transpile/core-limits.ts";
import { MANIFEST, probeBytes } from "./fixtures/probe-component.ts";

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const PAGE = 65_536;

/** Makes a module with a memory, exported as `m`, that declares these limits. */
function moduleWith(...limits: number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(...HEADER, 5, limits.length + 1, 1, ...limits, 7, 5, 1, 1, 0x6d, 2, 0);
}

/** Returns the limited module, alone in its component. */
function withLimits(module: Uint8Array, memoryBytesMax: number): Uint8Array {
  return limitModules({ module }, memoryBytesMax).get("module") as Uint8Array;
}

async function pagesGrownTo(module: Uint8Array): Promise<number> {
  const { instance } = await WebAssembly.instantiate(module as Uint8Array<ArrayBuffer>);
  const memory = instance.exports.m as WebAssembly.Memory;
  try {
    for (;;) memory.grow(1);
  } catch {
    return memory.buffer.byteLength / PAGE;
  }
}

describe("a memory limit", () => {
  it.each([
    ["without a maximum", moduleWith(0, 1), 200, 200],
    ["with a larger maximum", moduleWith(1, 1, 0x80, 0x02), 200, 200],
    ["with a smaller maximum", moduleWith(1, 1, 3), 200, 3],
  ])("holds for a memory %s", async (_what, module, limit, pages) => {
    expect(await pagesGrownTo(withLimits(module, limit * PAGE))).toBe(pages);
  });

  it.each([
    ["a memory that begins larger", moduleWith(0, 5)],
    ["a memory of 64-bit addresses", moduleWith(4, 1)],
    ["a shared memory", moduleWith(3, 1, 2)],
    ["two memories", Uint8Array.of(...HEADER, 5, 5, 2, 0, 1, 0, 1)],
    ["a garbage-collected type", Uint8Array.of(...HEADER, 1, 4, 1, 0x5e, 0x7f, 0)],
    ["half a module", Uint8Array.of(...HEADER, 5, 3, 1)],
  ])("refuses %s", (_what, module) => {
    expect(() => withLimits(module, 2 * PAGE)).toThrow(Error);
  });

  const TABLE = Uint8Array.of(...HEADER, 4, 4, 1, 0x6f, 0, 1, 7, 5, 1, 1, 0x74, 1, 0);

  async function elementsGrownTo(module: Uint8Array | undefined): Promise<number> {
    const { instance } = await WebAssembly.instantiate(module as Uint8Array<ArrayBuffer>);
    const table = instance.exports.t as WebAssembly.Table;
    try {
      for (;;) table.grow(999);
    } catch {
      return table.length;
    }
  }

  it("limits the tables of all modules together", async () => {
    expect(await elementsGrownTo(withLimits(TABLE, PAGE))).toBe(1 + 999 * 400);
    const both = limitModules({ a: TABLE, b: TABLE }, PAGE);
    expect(await elementsGrownTo(both.get("b"))).toBe(1 + 999 * 200);
  });

  it("does not change a module without memory", () => {
    const module = Uint8Array.of(...HEADER);
    expect(withLimits(module, PAGE)).toEqual(module);
  });

  it("traps a component that needs more, and the next call runs in a new instance", async () => {
    const host = openHost({ backend: openMemory() });
    const component = await load(probeBytes(), { host, manifest: MANIFEST, memoryBytesMax: 64 * 1_048_576 });
    const probe = await component.start();
    const call = probe.call("probe.setThen", "a", "1", "run out of memory");
    await expect(call).rejects.toMatchObject({ code: "trapped" });
    expect(await probe.call("probe.keys", undefined)).toEqual([]);
    expect(probe.traps).toBe(1);
  });
});
