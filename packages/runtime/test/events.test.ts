import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Host, openHost, parseManifest } from "@airssys/host";
import { type CallError, type Instance, load } from "@airssys/runtime";
import { fileCache, workerThreads } from "@airssys/runtime/node";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { ENGINES, type OpenEngine } from "./engines.ts";

const MANIFEST = parseManifest(`
  [component]
  id = "events"
  version = "1.0.0"
  [permissions]
  storage = { access = "read-write" }
`);

interface Exports {
  watch(prefix: string): bigint;
  poll(watch: bigint): string[];
  set(key: string, value: string): void;
  handled(): string[];
}

const RUNS = ENGINES.flatMap((engine) => [
  { ...engine, name: `${engine.name}, in this thread`, isolation: undefined },
  { ...engine, name: `${engine.name}, in a thread of its own`, isolation: workerThreads() },
]);

describe.each(RUNS)("events delivered to a component over $name", ({ open, isolation }) => {
  let engine: OpenEngine;
  let host: Host;
  let instance: Instance<Exports>;
  const onEventFailure = vi.fn<(error: CallError) => void>();

  async function start(): Promise<Instance<Exports>> {
    const bytes = readFileSync(join(inject("fixturesFolder"), "events.wasm"));
    const cache = fileCache(inject("transpiledFolder"));
    const where = isolation === undefined ? {} : { isolation };
    const component = await load<Exports>(bytes, { host, manifest: MANIFEST, cache, onEventFailure, ...where });
    return component.start();
  }

  beforeEach(async () => {
    onEventFailure.mockClear();
    engine = open();
    host = await openHost({ backend: engine.backend });
    instance = await start();
  });
  afterEach(async () => {
    await instance.stop();
    engine.close();
  });

  /** Another writer in the same namespace, beside any component. */
  async function write(key: string): Promise<void> {
    await host.bind("events", MANIFEST.grants).imports["airssys:wasm/storage"].storageSet(key, new Uint8Array());
  }

  it("tell of what others commit, and of what the component commits itself in other calls", async () => {
    await instance.call("watch", "");
    await write("a");
    await vi.waitFor(async () => expect(await instance.call("handled")).toEqual(["1: a (0)"]));
    await instance.call("set", "b", "");
    await vi.waitFor(async () => expect(await instance.call("handled")).toEqual(["1: a (0)", "1: b (0)"]));
  });

  it("are handled in a transaction, whose own changes are not delivered again", async () => {
    await instance.call("watch", "");
    await write("a");
    await vi.waitFor(async () => expect(await instance.call("handled")).toHaveLength(1));
    await instance.call("set", "b", "");
    await vi.waitFor(async () => expect(await instance.call("handled")).toHaveLength(2));
    expect(await instance.usage()).toMatchObject({ keyCount: 4 });
  });

  it("leave nothing to poll", async () => {
    const id = await instance.call("watch", "");
    await instance.call("set", "a", "");
    expect(await instance.call("poll", id)).toEqual([]);
  });

  it("come by watch", async () => {
    await instance.call("watch", "a");
    await instance.call("watch", "b");
    for (const key of ["a", "b", "c"]) await write(key);
    await vi.waitFor(async () => {
      const handled = await instance.call("handled");
      expect(handled.map((line) => line.slice(0, 4)).sort()).toEqual(["1: a", "2: b"]);
    });
  });

  it("are lost when their handler fails, which leaves nothing behind and is told to the embedder", async () => {
    await instance.call("watch", "");
    await write("refuse");
    await vi.waitFor(() => expect(onEventFailure).toHaveBeenCalledTimes(1));
    expect(onEventFailure.mock.calls[0]?.[0]).toMatchObject({ name: "CallError", code: "refused" });
    expect(await instance.usage()).toMatchObject({ keyCount: 1 });
    await write("a");
    await vi.waitFor(async () => expect(await instance.call("handled")).toEqual(["1: a (0)"]));
  });

  it("end with the instance that asked for them: one that takes its place watches nothing until it asks", async () => {
    await instance.call("watch", "");
    await write("trap");
    await vi.waitFor(() => expect(onEventFailure).toHaveBeenCalledTimes(1));
    expect(onEventFailure.mock.calls[0]?.[0]).toMatchObject({ code: "trapped" });
    await write("a");
    expect(await instance.call("handled")).toEqual([]);
    expect(await instance.call("watch", "")).toBe(2n);
    await write("b");
    await vi.waitFor(async () => expect(await instance.call("handled")).toEqual(["2: b (0)"]));
  });

  it("stop when the instance is stopped", async () => {
    await instance.call("watch", "");
    await instance.stop();
    await write("a");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(onEventFailure).not.toHaveBeenCalled();
  });
});
