import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { load } from "@airssys/runtime";
import { describe, expect, it } from "vitest";
import { withMemoryLimit } from "../src/memory-limit.ts";
import { MANIFEST, probeBytes } from "./fixtures/probe-component.ts";

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const PAGE = 65_536;

/** A module with a memory, exported as `m`, that declares these limits. */
function moduleWith(...limits: number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(...HEADER, 5, limits.length + 1, 1, ...limits, 7, 5, 1, 1, 0x6d, 2, 0);
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
    ["that begins larger", moduleWith(0, 5), 2, 5],
  ])("holds for a memory %s", async (_what, module, limit, pages) => {
    expect(await pagesGrownTo(withMemoryLimit(module, limit * PAGE))).toBe(pages);
  });

  it("leaves a module without a memory as it is", () => {
    const module = Uint8Array.of(...HEADER);
    expect(withMemoryLimit(module, PAGE)).toBe(module);
  });

  it("ends a component that wants more, and leaves the next call a new instance", async () => {
    const host = openHost({ backend: openMemory() });
    const component = await load(probeBytes(), { host, manifest: MANIFEST, memoryBytesMax: 64 * 1_048_576 });
    const probe = await component.start();
    const call = probe.call("probe.setThen", "a", "1", "run out of memory");
    await expect(call).rejects.toMatchObject({ code: "trapped" });
    expect(await probe.call("probe.keys", undefined)).toEqual([]);
    expect(probe.traps).toBe(1);
  });
});
