import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Batch, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import type { Grants } from "@airssys/host";
import { workerThreads } from "@airssys/runtime/node";
import { createHarness } from "@airssys/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { ENGINES, nextTurn } from "./engines.ts";
import { openProbe, PROBE } from "./probe.ts";

const CRASHED = { name: "HarnessError", code: "crashed" };

describe.each(ENGINES)("a harness over $name", ({ options }) => {
  it("begins empty", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    expect(await probe.call("probe.keys", undefined)).toEqual([]);
    expect(await harness.entries("probe")).toEqual([]);
  });

  it("keeps what was stored, and nothing else, over a restart", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    await probe.call("probe.set", "a", "1");
    await probe.call("probe.print", "before");
    await harness.restart();
    expect(probe.stdout).toBe("");
    expect(await probe.call("probe.increment", "count")).toBe(1);
    expect(await harness.snapshot("probe")).toEqual({ a: "1", count: 1 });
  });

  it("lets calls end before it restarts, and has those wait that are made meanwhile", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    const before = [1, 2, 3].map(() => probe.call("probe.increment", "count"));
    const restart = harness.restart();
    const during = [1, 2, 3].map(() => probe.call("probe.increment", "count"));
    expect(await Promise.all([...before, ...during])).toEqual([1, 2, 3, 4, 5, 6]);
    await restart;
    expect(await probe.call("probe.increment", "count")).toBe(7);
  });

  it("keeps what was committed over a crash, and goes on with the same instances", async () => {
    const harness = await openProbe(options());
    const [one, two] = [await harness.start("one"), await harness.start("two")];
    await one.call("probe.set", "a", "1");
    await two.call("probe.set", "b", "2");
    await harness.crash();
    expect(await one.call("probe.keys", undefined)).toEqual(["a"]);
    expect(await two.call("probe.get", "b")).toBe("2");
  });

  it("keeps nothing of a call that a crash has met in the middle of an operation", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    await probe.call("probe.set", "a", "1");
    let crash: Promise<void> | undefined;
    const crashAtThird = harness.operations.listen(({ args }) => {
      if (args[0] === "many/2") crash = harness.crash();
    });
    await expect(probe.call("probe.setMany", "many/", 10, 1)).rejects.toMatchObject(CRASHED);
    crashAtThird();
    await crash;
    expect(await harness.snapshot("probe")).toEqual({ a: "1" });
    expect(harness.operations.names()).toEqual(["storage-set", "storage-set", "storage-set", "storage-set"]);
    expect(await probe.call("probe.setMany", "many/", 3, 1)).toBe(3);
    expect(probe.traps).toBe(0);
  });

  it("crashes after so many operations, once, and as the last plan says", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    await probe.call("probe.set", "kept", "1");
    harness.crashAfter(1);
    harness.crashAfter(3);
    await expect(probe.call("probe.setMany", "many/", 10, 1)).rejects.toMatchObject(CRASHED);
    expect(harness.operations.of("probe").at(-1)?.args[0]).toBe("many/2");
    expect(await harness.snapshot("probe")).toEqual({ kept: "1" });
    await probe.call("probe.setMany", "many/", 10, 1);
    for (const operations of [0, -1, 1.5, Number.NaN])
      expect(() => harness.crashAfter(operations)).toThrow('"operations" expected a whole number from 1');
  });

  it("begins again with a host that is otherwise", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    await probe.call("probe.set", "a", "1".repeat(100));
    await harness.restart({ host: { limits: { valueBytesMax: 50 } } });
    await harness.crash();
    await expect(probe.call("probe.set", "a", "1".repeat(100))).rejects.toMatchObject({
      payload: { tag: "value-too-large", val: 50n },
    });
    expect(await probe.call("probe.get", "a")).toBe("1".repeat(100));
  });

  it("commits nothing of a call after the crash, whoever still holds on to its old life", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    const calls = [1, 2, 3].map(() => probe.call("probe.increment", "count"));
    const crash = harness.crash();
    const after = await harness.snapshot("probe");
    const outcomes = await Promise.allSettled(calls);
    await crash;
    for (let turns = 0; turns < 20; turns++) await nextTurn();
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(await harness.snapshot("probe")).toEqual(after);
  });

  it("never loses a call that was answered, and keeps others whole or not at all, wherever the crash comes", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    let answered = 0;
    for (let turnsBefore = 0; turnsBefore < 12; turnsBefore++) {
      const call = probe.call("probe.setMany", `${turnsBefore}/`, 3, 1).then(() => void answered++);
      for (let turns = 0; turns < turnsBefore; turns++) await nextTurn();
      const settled = Promise.allSettled([call]);
      await harness.crash();
      const [{ status }] = await settled;
      const kept = (await probe.call("probe.keys", `${turnsBefore}/`)).length;
      expect(kept).toBe(status === "fulfilled" ? 3 : kept && 3);
    }
    expect((await harness.entries("probe")).length % 3).toBe(0);
  });

  it("survives crashes and restarts that come together", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    await probe.call("probe.set", "a", "1");
    await Promise.all([harness.crash(), harness.restart(), harness.crash(), harness.crash(), harness.restart()]);
    const starting = harness.start("late");
    void harness.crash();
    const late = await starting;
    expect(await late.call("probe.get", "a")).toBeUndefined();
    expect(await probe.call("probe.get", "a")).toBe("1");
  });

  it("is closed once, however often it is asked to, and refuses everything then", async () => {
    const harness = await openProbe(options());
    const probe = await harness.start();
    const call = probe.call("probe.increment", "count");
    await Promise.all([harness.close(), harness.close()]);
    await harness.close();
    expect(await call).toBe(1);
    const closed = { name: "HarnessError", code: "closed" };
    await expect(probe.call("probe.size")).rejects.toMatchObject(closed);
    await expect(harness.start()).rejects.toMatchObject(closed);
    await expect(harness.restart()).rejects.toMatchObject(closed);
    await expect(harness.crash()).rejects.toMatchObject(closed);
    await expect(harness.entries("probe")).rejects.toMatchObject(closed);
  });
});

describe("the lives of a harness", () => {
  it("end for an instance that was stopped", async () => {
    const harness = await openProbe();
    const probe = await harness.start();
    await probe.stop();
    await harness.restart();
    await expect(probe.call("probe.size")).rejects.toMatchObject({ name: "CallError", code: "stopped" });
    expect(await (await harness.start()).call("probe.size")).toBe(0n);
  });

  it("leave no folder behind", async () => {
    const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("airssys-testing-"));
    const before = new Set(folders());
    const harnesses = await Promise.all([1, 2, 3].map(() => openProbe({ mode: "lmdb" })));
    const made = folders().filter((name) => !before.has(name));
    expect(made.length).toBeGreaterThanOrEqual(3);
    await Promise.all(
      harnesses.map(async (harness) => {
        await (await harness.start()).call("probe.set", "a", "1");
        await harness.crash();
        await harness.close();
      }),
    );
    expect(made.filter((name) => existsSync(`${tmpdir()}/${name}`)).length).toBeLessThanOrEqual(made.length - 3);
  });

  it("leave no folder behind where a harness was not closed, and the process ends", () => {
    const engine = JSON.stringify(new URL("../src/engine/engine.ts", import.meta.url).href);
    const script = `
      const { createEngine } = await import(${engine});
      const { backend } = await createEngine("lmdb").open();
      console.log(backend.mode, (await import("node:fs")).readdirSync(process.env.TMPDIR).join());`;
    const folder = mkdtempSync(join(tmpdir(), "airssys-lives-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const options = { encoding: "utf8", env: { ...process.env, TMPDIR: folder } } as const;
    const args = ["--conditions=@airssys/source", "--input-type=module", "--eval"];
    const { stdout } = spawnSync(process.execPath, [...args, script], options);
    expect(stdout).toMatch(/^sync airssys-testing-/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("are those of one harness: others in the process have stores and clocks of their own", async () => {
    const harnesses = await Promise.all(
      ["memory", "lmdb", "memory"].map((mode) => openProbe({ mode: mode as "lmdb" })),
    );
    const counts = harnesses.map(async (harness, index) => {
      const probe = await harness.start();
      harness.clock.advance(index);
      for (let time = 0; time < index; time++) await probe.call("probe.increment", "count");
      await harness.crash();
      return [await probe.call("probe.increment", "count"), await probe.call("probe.now")];
    });
    const start = BigInt(Date.UTC(2030, 0, 1));
    expect(await Promise.all(counts)).toEqual([
      [1, start],
      [2, start + 1n],
      [3, start + 2n],
    ]);
  });

  it("go on over an engine of the test's own, which stays open", async () => {
    const backend = openMemory();
    const first = await openProbe({ backend });
    await (await first.start()).call("probe.set", "a", "1");
    await first.crash();
    await first.close();
    const second = await openProbe({ backend });
    expect(await (await second.start()).call("probe.get", "a")).toBe("1");
  });

  it("have an engine that is opened anew for each of them, where the test gives what opens it", async () => {
    let opened = 0;
    const harness = await openProbe({
      backend: () => {
        opened++;
        return openMemory();
      },
    });
    const probe = await harness.start();
    await probe.call("probe.set", "a", "1");
    await harness.restart();
    expect(await probe.call("probe.get", "a")).toBeUndefined();
    expect(opened).toBe(2);
  });

  it("leave an engine that answers later the time to finish what it was asked for", async () => {
    const memory = promised(openMemory());
    const slow = { ...memory, commit: async (batch: Batch) => nextTurns(50).then(() => memory.commit(batch)) };
    const harness = await openProbe({ backend: slow });
    const probe = await harness.start();
    const call = probe.call("probe.set", "a", "1");
    const failed = expect(call).rejects.toMatchObject(CRASHED);
    await nextTurns(10); // the engine is at work on the commit
    await harness.crash();
    await failed;
    expect(await harness.snapshot("probe")).toEqual({ a: "1" });
  });

  it("begin another time after one could not begin", async () => {
    let isBroken = false;
    const backend = openMemory();
    const harness = await openProbe({
      backend: () => {
        if (isBroken) throw new Error("no such disk");
        return { ...unclosed(backend) };
      },
    });
    const probe = await harness.start();
    await probe.call("probe.set", "a", "1");
    isBroken = true;
    const notBegun = {
      name: "HarnessError",
      code: "not-begun",
      message: expect.stringMatching(/^the host could not be opened again: no such disk: .*heal\(\).*restart\(\)/),
      cause: new Error("no such disk"),
    };
    await expect(harness.crash()).rejects.toMatchObject(notBegun);
    await expect(probe.call("probe.get", "a")).rejects.toMatchObject(notBegun);
    await expect(harness.entries("probe")).rejects.toMatchObject(notBegun);
    await expect(harness.start("other")).rejects.toMatchObject(notBegun);
    isBroken = false;
    expect(await probe.call("probe.get", "a")).toBe("1");
    await harness.restart();
    expect(await probe.call("probe.get", "a")).toBe("1");
  });

  it("go on as they were after a host that cannot be opened", async () => {
    const harness = await openProbe({ mode: "mock" });
    const probe = await harness.start();
    await expect(harness.restart({ host: { limits: { valueBytesMax: -1 } } })).rejects.toMatchObject({
      code: "not-begun",
      cause: expect.any(RangeError),
    });
    await probe.call("probe.set", "a", "1");
  });

  it("are told of by the next call where nobody waits for a crash", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    onTestFinished(() => void process.off("unhandledRejection", note));
    let isBroken = false;
    const harness = await openProbe({
      mode: "mock",
      backend: () => {
        if (isBroken) throw new Error("no such disk");
        return openMemory();
      },
    });
    const probe = await harness.start();
    isBroken = true;
    harness.crashAfter(1);
    await expect(probe.call("probe.set", "a", "1")).rejects.toMatchObject(CRASHED);
    void harness.restart();
    await expect(probe.call("probe.size")).rejects.toMatchObject({ code: "not-begun" });
    await nextTurns(3);
    expect(unhandled).toEqual([]);
  });

  it("begin although the engine of the last one cannot be closed, which is told", { timeout: 10_000 }, async () => {
    const backend = openMemory();
    let closings = 0;
    const harness = await createHarness({
      ...PROBE,
      mode: "mock",
      backend: () => ({
        ...unclosed(backend),
        close() {
          closings++;
          throw new Error("cannot close");
        },
      }),
    });
    const probe = await harness.start();
    await expect(harness.restart()).rejects.toThrow("cannot close");
    await probe.call("probe.set", "a", "1");
    await expect(harness.crash()).rejects.toThrow("cannot close");
    expect(await probe.call("probe.get", "a")).toBe("1");
    await expect(harness.close()).rejects.toThrow("cannot close");
    expect(closings).toBe(3);
  });

  it("are not troubled by an instance that never started, of which only its start tells", async () => {
    const harness = await openProbe({ mode: "mock" });
    const probe = await harness.start();
    const bad = { access: "everything", quotaBytes: 0 } as unknown as Grants;
    const starting = harness.start("bad", bad);
    const refused = expect(starting).rejects.toThrow(RangeError);
    await harness.crash();
    await refused;
    await probe.call("probe.set", "a", "1");
    await harness.restart();
    expect(await probe.call("probe.get", "a")).toBe("1");
  });

  it("end in threads of their own as well, in the middle of a call that never returns", async () => {
    const harness = await openProbe({ isolation: workerThreads(), limits: { callTimeMaxMs: 60_000 } });
    const probe = await harness.start();
    await probe.call("probe.set", "a", "1");
    const endless = probe.call("probe.setThen", "b", "2", "set for ever");
    const failed = expect(endless).rejects.toMatchObject(CRASHED);
    await new Promise((resolve) => harness.operations.listen(() => setImmediate(resolve)));
    await harness.crash();
    await failed;
    expect(await probe.call("probe.keys", undefined)).toEqual(["a"]);
  });
});

async function nextTurns(count: number): Promise<void> {
  for (let turns = 0; turns < count; turns++) await nextTurn();
}

/** The same engine, which nobody closes. */
function unclosed(backend: ReturnType<typeof openMemory>) {
  const { name, mode, capabilities } = backend;
  const methods = ["get", "getMany", "scan", "commit", "commitAll", "flush", "stats"] as const;
  const bound = Object.fromEntries(methods.map((method) => [method, backend[method].bind(backend)]));
  return { name, mode, capabilities, ...bound, close() {} } as unknown as typeof backend;
}
