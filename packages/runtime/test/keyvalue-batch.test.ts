import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openHost, parseManifest } from "@airssys/host";
import { load } from "@airssys/runtime";
import { workerThreads } from "@airssys/runtime/node";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it, onTestFinished } from "vitest";
import { KEYVALUE_BATCH_COMPONENT, MEMORY_BYTES } from "./fixtures/keyvalue-batch-component.ts";

const WAYS = [
  { way: "in this thread", isLater: false, isolation: {} },
  { way: "in a thread of its own", isLater: false, isolation: { isolation: workerThreads() } },
  { way: "in this thread, over an engine that answers with promises", isLater: true, isolation: {} },
  { way: "in a thread of its own, over such an engine", isLater: true, isolation: { isolation: workerThreads() } },
];

describe.each(WAYS)("a batch of wasi:keyvalue $way", ({ isLater, isolation }) => {
  async function started(access = "read-write") {
    const memory = openMemory();
    const host = await openHost({ backend: isLater ? promised(memory, async () => {}) : memory });
    const manifest = parseManifest(`
      [component]
      id = "batches"
      version = "1.0.0"
      [permissions]
      storage = { access = "${access}"${access === "read-only" ? "" : ', max-size = "100MB"'} }`);
    const bytes = await parse(KEYVALUE_BATCH_COMPONENT);
    const component = await load(bytes, { host, manifest, memoryBytesMax: MEMORY_BYTES, ...isolation });
    onTestFinished(() => component.stop());
    return component.start();
  }

  it.each([10_001, 400_000])("of %i items is refused with the limit, and nothing is done", async (count) => {
    const instance = await started();
    const refused = [0, expect.stringContaining(`a batch has at most 10000 items, got ${count}; nothing was done`)];
    // More entries do not fit a thread's heap.
    if (count < 100_000) expect(await instance.call("setMany", count, 1)).toEqual(refused);
    expect(await instance.call("getMany", count, 0)).toEqual(refused);
    expect(await instance.call("deleteMany", count, 0)).toEqual(refused);
    expect(await instance.usage()).toMatchObject({ keyCount: 0 });
    expect(instance.traps).toBe(0);
  });

  it("of as many items as may be is done whole", async () => {
    const instance = await started();
    expect(await instance.call("setMany", 10_000, 1_000)).toEqual([0, ""]);
    expect(await instance.usage()).toMatchObject({ keyCount: 10_000 });
    expect(await instance.call("getMany", 10_000, 0)).toEqual([10_000, ""]);
    expect(await instance.call("deleteMany", 10_000, 0)).toEqual([0, ""]);
    expect(await instance.usage()).toMatchObject({ keyCount: 0 });
    expect(instance.traps).toBe(0);
  });

  it("answers no more bytes of values than one answer may have", async () => {
    const instance = await started();
    expect(await instance.call("setMany", 10_000, 2_000)).toEqual([0, ""]);
    const refused = [0, expect.stringContaining("at most 16777216 bytes; ask for fewer keys")];
    expect(await instance.call("getMany", 10_000, 0)).toEqual(refused);
    expect(await instance.call("getMany", 5_000, 0)).toEqual([5_000, ""]);
    expect(instance.traps).toBe(0);
  });

  it("asks for keys that are not there under a grant to read alone", async () => {
    const instance = await started("read-only");
    expect(await instance.call("getMany", 10_000, 0)).toEqual([10_000, ""]);
    expect(await instance.call("getMany", 400_000, 0)).toEqual([0, expect.stringContaining("at most 10000 items")]);
  });
});

it.each(["this-thread", "worker-threads"])(
  "batches of 400 000 keys take a bounded part of the process: %s",
  (where) => {
    const child = fileURLToPath(new URL("./children/large-batches.ts", import.meta.url));
    const printed = execFileSync(process.execPath, ["--conditions=@airssys/source", child, where], {
      encoding: "utf8",
    });
    expect(Number(printed)).toBeLessThan(300);
  },
);
