import { setTimeout as pause } from "node:timers/promises";
import { promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openHost, parseManifest } from "@airssys/host";
import { GuestEnd, type Instance, type LoadOptions, load } from "@airssys/runtime";
import { workerThreads } from "@airssys/runtime/node";
import { describe, expect, it } from "vitest";
import { MANIFEST, probeBytes } from "./fixtures/probe-component.ts";
import type { ProbeExports } from "./fixtures/probe-exports.ts";
import { cache } from "./fixtures/transpiled.ts";
import { APART, ISOLATIONS } from "./isolations.ts";
import { KillableThreads } from "./killable-threads.ts";

/** Instances that start at the same time. Set `AIRSSYS_STARTS=100` for a longer run. */
const STARTS = Number(process.env.AIRSSYS_STARTS ?? 12);

/** Blocks this thread. */
function blockFor(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function loadProbe(options: Partial<LoadOptions>) {
  const host = openHost({ backend: openMemory() });
  return load<ProbeExports>(probeBytes(), { host, manifest: MANIFEST, cache, ...options });
}

function asking(limits: string) {
  return parseManifest(
    `[component]\nid = "probe"\nversion = "1.0.0"\n[permissions]\nstorage = { access = "admin" }\n[limits]\n${limits}`,
  );
}

describe("a limit of time", () => {
  it.each<[string, Partial<LoadOptions>, string]>([
    ["the program", { callTimeMaxMs: 1_000 }, 'the option "callTimeMaxMs" needs guests that can be ended'],
    ["the program for starts", { startTimeMaxMs: 1_000 }, 'the option "startTimeMaxMs" needs guests that can be ended'],
    ["the manifest", { manifest: asking('call-time = "1s"') }, "limits.call-time of the manifest needs guests"],
  ])("from %s is refused where no call can be ended, with advice", async (_who, options, text) => {
    const error = { name: "LoadError", code: "not-interruptible", message: expect.stringContaining(text) };
    await expect(loadProbe(options)).rejects.toMatchObject(error);
    await expect(loadProbe(options)).rejects.toThrow('"isolation", such as workerThreads() of @airssys/runtime/node');
  });

  it("may be lower in the manifest than in the program, but not higher", async () => {
    const isolation = workerThreads();
    const manifest = asking('call-time = "2.5s"');
    await expect(loadProbe({ isolation, manifest, callTimeMaxMs: 2_499 })).rejects.toMatchObject({
      code: "limit-too-high",
      message: expect.stringContaining("asks for 2500 ms in limits.call-time, where this program allows 2499"),
    });
    await using component = await loadProbe({ isolation, manifest, callTimeMaxMs: 60_000 });
    const probe = await component.start();
    await expect(probe.call("probe.setThen", "a", "1", "loop for ever")).rejects.toMatchObject({
      code: "timed-out",
      message: "probe.setThen of probe was ended: it took longer than its limit of 2500 ms",
    });
  });

  it("does not count time spent waiting for other calls", async () => {
    await using component = await loadProbe({ isolation: workerThreads(), callTimeMaxMs: 4_000 });
    const probe = await component.start();
    const calls = Array.from({ length: 5 }, () => probe.call("probe.sleep", 1_000));
    expect(await Promise.all(calls)).toHaveLength(5);
    expect(probe.traps).toBe(0);
  });

  it.each(APART)("hardly counts time in which the host does other work: $where", async ({ isolation }) => {
    await using component = await loadProbe({ isolation, callTimeMaxMs: 1_500 });
    const probe = await component.start();
    const call = probe.call("probe.sleep", 500);
    await pause(100);
    blockFor(3_000);
    await call;
    expect(probe.traps).toBe(0);
  });

  it("of its own applies to the start of a component", async () => {
    await expect(loadProbe({ isolation: workerThreads(), startTimeMaxMs: 1 }).then((it) => it.start())).rejects.toThrow(
      "the start of probe was ended: it took longer than its limit of 1 ms",
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("cannot be %d", async (milliseconds) => {
    const isolation = workerThreads();
    await expect(loadProbe({ isolation, callTimeMaxMs: milliseconds })).rejects.toThrow(RangeError);
    await expect(loadProbe({ isolation, startTimeMaxMs: milliseconds })).rejects.toThrow(RangeError);
  });
});

describe.each(ISOLATIONS)("a component %s", (_where, isolation) => {
  async function withProbe(options: Partial<LoadOptions>, test: (probe: Instance<ProbeExports>) => Promise<void>) {
    await using component = await loadProbe({ ...isolation, ...options });
    await test(await component.start());
  }

  it("has no more memory than its manifest asks for", () =>
    withProbe({ manifest: asking('memory = "32MiB"') }, async (probe) => {
      await probe.call("probe.set", "a", "1");
      await expect(probe.call("probe.setThen", "b", "1", "run out of memory")).rejects.toMatchObject({
        code: "trapped",
      });
      expect(await probe.call("probe.keys", undefined)).toEqual(["a"]);
    }));

  it("does not load if its manifest asks for more memory than the program allows", async () => {
    const manifest = asking('memory = "257MiB"');
    const message = "asks for 269484032 bytes in limits.memory, where this program allows 268435456";
    await expect(loadProbe({ ...isolation, manifest })).rejects.toMatchObject({
      name: "LoadError",
      code: "limit-too-high",
      message: expect.stringContaining(message),
    });
    await expect(loadProbe({ ...isolation, manifest, memoryBytesMax: 300_000_000 })).resolves.toBeDefined();
  });

  it("lets calls wait up to its limit, and refuses one more", () =>
    withProbe({ callsWaitingMax: 2 }, async (probe) => {
      const calls = Array.from({ length: 3 }, () => probe.call("probe.increment", "counter"));
      await expect(probe.call("probe.increment", "counter")).rejects.toMatchObject({
        name: "CallError",
        code: "overloaded",
        message: expect.stringContaining("2 calls of probe are already waiting"),
      });
      expect(await Promise.all(calls)).toEqual([1, 2, 3]);
      expect(await probe.call("probe.increment", "counter")).toBe(4);
    }));

  it("refuses calls that would wait for themselves, and accepts those of others", async () => {
    const answers: Promise<PromiseSettledResult<string>[]>[] = [];
    await using component = await loadProbe({
      ...isolation,
      onOutput: (id) => {
        if (id === "first") answers.push(Promise.allSettled([first.call("greet", "me"), second.call("greet", "you")]));
      },
    });
    const first = await component.start("first");
    const second = await component.start("second");
    await first.call("probe.print", "words");
    expect(answers.length).toBeGreaterThan(0);
    for (const [toItself, toAnother] of await Promise.all(answers)) {
      expect(toItself).toMatchObject({ reason: { name: "CallError", code: "re-entrant" } });
      expect(toAnother).toEqual({ status: "fulfilled", value: "hello you" });
    }
    expect(await first.call("greet", "you")).toBe("hello you");
  });

  it("stops as a whole: earlier calls finish, and no instance can be called or started any more", async () => {
    const component = await loadProbe(isolation);
    const instances = await Promise.all(["a", "b"].map((id) => component.start(id)));
    const last = instances.map((instance) => instance.call("probe.increment", "counter"));
    await Promise.all([component.stop(), component.stop({ graceMs: 60_000 })]);
    await component.stop();
    expect(await Promise.all(last)).toEqual([1, 1]);
    for (const instance of instances) {
      await expect(instance.call("greet", "you")).rejects.toMatchObject({ code: "stopped" });
      await instance.stop();
    }
    await expect(component.start("c")).rejects.toMatchObject({ name: "CallError", code: "stopped" });
  });

  it.each([-1, Number.NaN])("cannot be stopped within %d milliseconds", (graceMs) =>
    withProbe({}, async (probe) => {
      await expect(probe.stop({ graceMs })).rejects.toThrow(RangeError);
      expect(await probe.call("greet", "you")).toBe("hello you");
    }),
  );
});

describe.each(APART)("starts $where", ({ isolation }) => {
  it(`wait for each other, which does not count: ${STARTS} at once`, { timeout: 60_000 + 2_000 * STARTS }, async () => {
    await using component = await loadProbe({ isolation, callTimeMaxMs: 2_000 });
    const ids = Array.from({ length: STARTS }, (_each, index) => `tenant-${index}`);
    const instances = await Promise.all(ids.map((id) => component.start(id)));
    expect(await Promise.all(instances.map((instance) => instance.call("greet", "you")))).toHaveLength(STARTS);
    expect(instances.map(({ traps }) => traps)).toEqual(ids.map(() => 0));
  });

  it("do not begin for a guest that was ended before", async () => {
    const open = await isolation.prepare(
      { glue: "", modules: {}, imports: [], exports: { types: [], functions: [] } },
      65_536,
    );
    const guest = open({ imports: {}, stdout: () => {}, stderr: () => {}, clock: undefined });
    await guest.end(new GuestEnd("crashed", "it was ended while it waited"));
    await expect(guest.start()).rejects.toThrow("it was ended while it waited");
  });

  it("that wait can be stopped", async () => {
    const component = await loadProbe({ isolation });
    const starts = ["a", "b", "c", "d", "e", "f"].map((id) => component.start(id));
    const endings = Promise.allSettled(starts);
    await component.stop({ graceMs: 1 });
    for (const ending of await endings)
      expect(ending).toMatchObject({ reason: { name: "CallError", code: "stopped" } });
  });
});

describe("the grace period of stop", () => {
  it("ends work in a thread of its own when it is over, and no waiting call begins", async () => {
    const component = await loadProbe({ isolation: workerThreads(), callTimeMaxMs: 60_000 });
    const host = await component.start("busy");
    const calls = [host.call("probe.setThen", "a", "1", "loop for ever"), host.call("probe.set", "b", "1")];
    const endings = Promise.allSettled(calls);
    await component.stop({ graceMs: 300 });
    const stopped = { status: "rejected", reason: expect.objectContaining({ name: "CallError", code: "stopped" }) };
    expect(await endings).toEqual([stopped, stopped]);
    expect(await host.usage()).toMatchObject({ keyCount: 0 });
    expect(host.traps).toBe(0);
  });

  it("ends an instance that is being started", async () => {
    const component = await loadProbe({ isolation: workerThreads() });
    const start = component.start();
    await Promise.all([expect(start).rejects.toMatchObject({ code: "stopped" }), component.stop({ graceMs: 1 })]);
  });

  it("is over for a call that waits for another instance of the same id, whose call goes on", async () => {
    const component = await loadProbe({ isolation: workerThreads(), callTimeMaxMs: 4_000 });
    const [busy, waiting] = await Promise.all([component.start("same"), component.start("same")]);
    let isOver = false;
    const long = busy.call("probe.setThen", "a", "1", "loop for ever").catch(() => {
      isOver = true;
    });
    await pause(200);
    const call = expect(waiting.call("probe.set", "b", "1")).rejects.toMatchObject({ code: "stopped" });
    await waiting.stop({ graceMs: 100 });
    await call;
    expect(isOver).toBe(false);
    await long;
    expect(waiting.traps).toBe(0);
    expect(await busy.call("probe.keys", undefined)).toEqual([]);
    await component.stop();
  });

  it("is over for a call that waits for another instance in the thread that calls both", async () => {
    const answers = Promise.withResolvers<void>();
    let isHeld = false;
    const held = async () => {
      if (isHeld) await answers.promise;
    };
    const host = await openHost({ backend: promised(openMemory(), held) });
    const component = await load<ProbeExports>(probeBytes(), { host, manifest: MANIFEST, cache });
    const [busy, waiting] = await Promise.all([component.start("same"), component.start("same")]);
    isHeld = true;
    const long = busy.call("probe.set", "a", "1");
    const call = expect(waiting.call("probe.set", "b", "1")).rejects.toMatchObject({ code: "stopped" });
    await waiting.stop({ graceMs: 50 });
    await call;
    isHeld = false;
    answers.resolve();
    await long;
    expect(await busy.call("probe.keys", undefined)).toEqual(["a"]);
    expect(waiting.traps).toBe(0);
    await component.stop();
  });

  it("lasts until nothing is left of a guest that was replaced", async () => {
    const threads = new KillableThreads();
    const component = await loadProbe({ isolation: threads });
    const probe = await component.start();
    await expect(probe.call("probe.setThen", "a", "1", "throw an error")).rejects.toMatchObject({ code: "trapped" });
    await component.stop();
    expect(threads.opened).toBe(1);
    expect(threads.left).toBe(1);
  });

  it("is over for waiting calls in the calling thread, but not for the running one", async () => {
    const component = await loadProbe({});
    const probe = await component.start();
    const calls = Array.from({ length: 30 }, () => probe.call("probe.sleep", 20));
    const endings = Promise.allSettled(calls);
    await component.stop({ graceMs: 100 });
    const done = (await endings).map(({ status }) => status);
    expect(done[0]).toBe("fulfilled");
    expect(done.at(-1)).toBe("rejected");
    expect(done).toEqual([...done].sort()); // first those that were done, then those that were not
  });
});
