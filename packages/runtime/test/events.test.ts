import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { openMemory } from "@airssys/backend/memory";
import { type Host, openHost, parseManifest } from "@airssys/host";
import { type CallError, type Instance, type LoadOptions, load } from "@airssys/runtime";
import type { OpenEngine } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { cache } from "./fixtures/transpiled.ts";
import { RUNS } from "./isolations.ts";
import { KillableThreads } from "./killable-threads.ts";

/** Events come soon, but later on a busy machine. */
const eventually = <T>(work: () => T | Promise<T>) => vi.waitFor(work, { timeout: 30_000 });

const MANIFEST = parseManifest(`
  [component]
  id = "events"
  version = "1.0.0"
  [permissions]
  storage = { access = "read-write" }
`);

interface Exports {
  watch(prefix: string): bigint;
  watchMany(count: number): number;
  poll(watch: bigint): string[];
  set(key: string, value: string): void;
  handled(): string[];
}

describe.each(RUNS)("events delivered to a component over $name", ({ open, isolation }) => {
  let engine: OpenEngine;
  let host: Host;
  let instance: Instance<Exports>;
  const onEventFailure = vi.fn<(error: CallError) => void>();

  async function start(options: Partial<LoadOptions> = {}): Promise<Instance<Exports>> {
    const bytes = readFileSync(join(inject("fixturesFolder"), "events.wasm"));
    const where = isolation === undefined ? {} : { isolation, callTimeMaxMs: 60_000 };
    const all = { host, manifest: MANIFEST, cache, onEventFailure, ...where, ...options };
    return (await load<Exports>(bytes, all)).start();
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

  /** Commits once to the same namespace, from outside of any component. */
  async function write(...keys: string[]): Promise<void> {
    const { imports } = host.bind("events", MANIFEST.grants);
    const writes = keys.map((key) => ({ tag: "set", val: { key, value: new Uint8Array() } }) as const);
    await imports["airssys:wasm/storage-batch"].storageWrite([], writes);
  }

  /** Waits enough turns of the event loop for everything still to come. */
  async function settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) {
      await nextTurn();
      await instance.call("handled");
    }
  }

  it("report commits of others, and those of the component's own other calls", async () => {
    await instance.call("watch", "");
    await write("a");
    await eventually(async () => expect(await instance.call("handled")).toEqual(["1: a (0)"]));
    await instance.call("set", "b", "");
    await eventually(async () => expect(await instance.call("handled")).toEqual(["1: a (0)", "1: b (0)"]));
  });

  it("are handled in a transaction, whose own changes are not delivered again", async () => {
    await instance.call("watch", "");
    await write("a");
    await eventually(async () => expect(await instance.call("handled")).toHaveLength(1));
    await instance.call("set", "b", "");
    await eventually(async () => expect(await instance.call("handled")).toHaveLength(2));
    await write("c");
    await eventually(async () => expect(await instance.call("handled")).toHaveLength(3));
    await settled();
    expect(await instance.call("handled")).toEqual(["1: a (0)", "1: b (0)", "1: c (0)"]);
    expect(await instance.usage()).toMatchObject({ keyCount: 6 });
  });

  it("cannot be polled for, not even before their delivery", async () => {
    const id = await instance.call("watch", "");
    const [, polled] = await Promise.all([instance.call("set", "a", ""), instance.call("poll", id)]);
    expect(polled).toEqual([]);
    await eventually(async () => expect(await instance.call("handled")).toEqual(["1: a (0)"]));
  });

  it("of another watch are still delivered when a handler fails", async () => {
    await instance.call("watch", "refuse");
    await instance.call("watch", "a");
    await write("refuse", "a");
    await eventually(() => expect(onEventFailure).toHaveBeenCalledTimes(1));
    await settled();
    expect(await instance.call("handled")).toEqual(["2: a (0)"]);
  });

  it("are delivered to an instance whose call queue is full", async () => {
    const busy = await start({ callsWaitingMax: 0 });
    await busy.call("watch", "");
    await Promise.all([busy.call("handled"), write("a")]);
    await settled();
    expect(await busy.call("handled")).toEqual(["1: a (0)"]);
    expect(onEventFailure).not.toHaveBeenCalled();
    await busy.stop();
  });

  it("leave a turn of the event loop to other work before each delivery, while two components answer each other", async () => {
    const other = await start();
    await instance.call("watch", "a");
    await other.call("watch", "a/seen");
    let turns = 0;
    let hasEnded = false;
    onEventFailure.mockImplementationOnce(() => {
      hasEnded = true; // with a key that is too long, after some 50 deliveries
    });
    await write("a");
    for (; !hasEnded; turns++) await nextTurn();
    expect(turns).toBeGreaterThan(40);
    await other.stop();
  });

  it("come from a limited number of watches", async () => {
    expect(await instance.call("watchMany", 10_000)).toBe(32);
    await expect(instance.call("watch", "")).rejects.toMatchObject({
      code: "refused",
      payload: { tag: "limit-exceeded" },
    });
    await write("a");
    await eventually(async () => expect(await instance.call("handled")).toHaveLength(32));
    expect(instance.traps).toBe(0);
  });

  it("are delivered per watch", async () => {
    await instance.call("watch", "a");
    await instance.call("watch", "b");
    for (const key of ["a", "b", "c"]) await write(key);
    await eventually(async () => {
      const handled = await instance.call("handled");
      expect(handled.map((line) => line.slice(0, 4)).sort()).toEqual(["1: a", "2: b"]);
    });
  });

  it("are lost when their handler fails, which writes nothing and is reported to the program", async () => {
    await instance.call("watch", "");
    await write("refuse");
    await eventually(() => expect(onEventFailure).toHaveBeenCalledTimes(1));
    expect(onEventFailure.mock.calls[0]?.[0]).toMatchObject({ name: "CallError", code: "refused" });
    expect(await instance.usage()).toMatchObject({ keyCount: 1 });
    await write("a");
    await eventually(async () => expect(await instance.call("handled")).toEqual(["1: a (0)"]));
  });

  it("end with the guest that asked for them: its replacement watches nothing until it asks", async () => {
    await instance.call("watch", "");
    await write("trap");
    await eventually(() => expect(onEventFailure).toHaveBeenCalledTimes(1));
    expect(onEventFailure.mock.calls[0]?.[0]).toMatchObject({ code: "trapped" });
    await write("a");
    expect(await instance.call("handled")).toEqual([]);
    expect(await instance.call("watch", "")).toBe(2n);
    await write("b");
    await eventually(async () => expect(await instance.call("handled")).toEqual(["2: b (0)"]));
  });

  it("stop when the instance is stopped, which is no failure of waiting deliveries", async () => {
    await instance.call("watch", "a");
    await instance.call("watch", "b");
    await write("a", "b");
    await instance.stop();
    await write("a");
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    expect(onEventFailure).not.toHaveBeenCalled();
  });
});

it("events for a guest that is gone are not delivered to its replacement", async () => {
  const host = openHost({ backend: openMemory() });
  const threads = new KillableThreads();
  const bytes = readFileSync(join(inject("fixturesFolder"), "events.wasm"));
  await using component = await load<Exports>(bytes, { host, manifest: MANIFEST, cache, isolation: threads });
  const instance = await component.start();
  await instance.call("watch", "");
  threads.kill();
  host.bind("events", MANIFEST.grants).imports["airssys:wasm/storage"].storageSet("a", new Uint8Array());
  for (let turn = 0; turn < 20; turn++) await nextTurn();
  expect(threads.opened).toBe(1);
  expect(await instance.call("handled")).toEqual([]);
  expect(instance.traps).toBe(1);
});
