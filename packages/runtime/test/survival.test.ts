import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { type Instance, type LoadOptions, load, OUTPUT_CHARACTERS_MAX } from "@airssys/runtime";
import { inForm, isLong } from "@airssys/test-kit/form";
import { describe, expect, inject, it } from "vitest";
import { MANIFEST, probeBytes } from "./fixtures/probe-component.ts";
import type { ProbeExports } from "./fixtures/probe-exports.ts";
import { cache } from "./fixtures/transpiled.ts";
import { APART, ISOLATIONS } from "./isolations.ts";

/** Operations in one call. Set `AIRSSYS_OPERATIONS=1000000` for a longer run. */
const OPERATIONS = Number(process.env.AIRSSYS_OPERATIONS ?? inForm({ quick: 5_000, long: 20_000 }));

/** Time limits that no test reaches. */
const EVERYWHERE = ISOLATIONS.map(([where, options]) => {
  const callTimeMaxMs = 60_000 + OPERATIONS;
  return [where, options.isolation === undefined ? {} : { ...options, callTimeMaxMs }] as const;
});

/** Starts a component that misbehaves, and another of the same host that does not. */
async function withNeighbours(
  options: Partial<LoadOptions>,
  test: (bad: Instance<ProbeExports>, good: Instance<ProbeExports>) => Promise<void>,
): Promise<void> {
  const host = openHost({ backend: openMemory() });
  await using component = await load<ProbeExports>(probeBytes(), { host, manifest: MANIFEST, cache, ...options });
  const [bad, good] = await Promise.all([component.start("bad"), component.start("good")]);
  await good.call("probe.set", "kept", "1");
  await test(bad, good);
  expect(await good.call("probe.get", "kept")).toBe("1");
  expect(good.traps).toBe(0);
  await bad.call("probe.set", "after", "1");
  expect(await bad.call("probe.keys", undefined)).toEqual(["after"]);
}

/** Ways to trap, and those that one and the same server of guests handles, in a thread as in a process. */
const TRAPS = ["throw an error", "overflow the stack", "run out of memory"];
const THROWN = ["throw a string", "throw undefined", "throw an object", "throw an error without a stack"];

describe.each(EVERYWHERE)("the host of a component %s goes on when the component", (where, options) => {
  const isServedInThread = where === "in a process of its own";

  it.each(isServedInThread && !isLong ? TRAPS : [...TRAPS, ...THROWN])("is told to %s", (way) =>
    withNeighbours(options, async (bad) => {
      await expect(bad.call("probe.setThen", "lost", "1", way)).rejects.toMatchObject({
        name: "CallError",
        code: "trapped",
      });
      expect(bad.traps).toBe(1);
    }),
  );

  it(`does ${OPERATIONS} operations in one call`, { timeout: 60_000 + OPERATIONS }, () =>
    withNeighbours(options, async (bad) => {
      expect(await bad.call("probe.getTimes", "absent", OPERATIONS)).toBe(0);
    }),
  );

  it("prints, which each instance keeps for itself, and each error for its call", () =>
    withNeighbours(options, async (bad, good) => {
      await Promise.all([bad.call("probe.print", "of the bad"), good.call("probe.print", "of the good")]);
      expect([bad.stdout, bad.stderr]).toEqual(["of the bad\n", "of the bad\n"]);
      expect([good.stdout, good.stderr]).toEqual(["of the good\n", "of the good\n"]);
      const call = bad.call("probe.setThen", "lost", "1", "throw an error");
      await expect(call).rejects.toMatchObject({ stderr: expect.stringContaining("an error of the guest") });
      await expect(call).rejects.toMatchObject({ stderr: expect.not.stringContaining("of the bad") });
      expect(bad.stderr).toContain("of the bad");
    }));
});

describe.each(APART)("a component $where", ({ where, isolation }) => {
  const limited = { isolation, callTimeMaxMs: 1_500 };

  it.each([["loop for ever"], ["set for ever"], ["print for ever"]])(
    "that is told to %s is ended, and others answer meanwhile",
    (way) =>
      withNeighbours(limited, async (bad, good) => {
        let isOver = false;
        const call = expect(bad.call("probe.setThen", "lost", "1", way)).rejects.toMatchObject({
          name: "CallError",
          code: "timed-out",
          message: "probe.setThen of bad was ended: it took longer than its limit of 1500 ms",
        });
        const ended = call.finally(() => {
          isOver = true;
        });
        let answers = 0;
        for (; !isOver; answers++) expect(await good.call("greet", "you")).toBe("hello you");
        await ended;
        expect(answers).toBeGreaterThan(10);
        expect(bad.traps).toBe(1);
        expect(bad.stdout.length).toBeLessThanOrEqual(OUTPUT_CHARACTERS_MAX);
      }),
  );

  it("that sleeps for ever is ended", () =>
    withNeighbours(limited, async (bad) => {
      await expect(bad.call("probe.sleep", 2 ** 31 - 1)).rejects.toMatchObject({ code: "timed-out" });
    }));

  it("that is ended leaves its waiting calls to its replacement", () =>
    withNeighbours(limited, async (bad) => {
      const calls = ["loop for ever", "", ""].map((way, index) => bad.call("probe.setThen", `${index}`, "1", way));
      const endings = (await Promise.allSettled(calls)).map(({ status }) => status);
      expect(endings).toEqual(["rejected", "fulfilled", "fulfilled"]);
      expect(await bad.call("probe.keys", undefined)).toEqual(["1", "2"]);
      await bad.call("probe.clear"); // as all of these tests leave it
    }));

  it("does not keep a program alive that forgets to stop it", { timeout: 60_000 }, async () => {
    const kind = where === "in a process of its own" ? "process" : "thread";
    const child = fileURLToPath(new URL("./children/forget.ts", import.meta.url));
    const args = ["--conditions=@airssys/source", child, inject("probeComponent"), inject("transpiledFolder"), kind];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
    expect([stdout, stderr]).toEqual(["hello you\n", ""]);
  });

  it("can be stopped while the engine does not answer", async () => {
    const memory = openMemory();
    const never = new Promise<never>(() => {});
    let isStuck = false;
    const backend = promised(memory, () => (isStuck ? never : Promise.resolve()));
    const host = await openHost({ backend });
    await using component = await load<ProbeExports>(probeBytes(), { host, manifest: MANIFEST, cache, ...limited });
    const probe = await component.start();
    await probe.call("probe.set", "kept", "1");
    isStuck = true;
    await expect(probe.call("probe.set", "lost", "1")).rejects.toMatchObject({ code: "timed-out" });
    isStuck = false;
    expect(await probe.call("probe.keys", undefined)).toEqual(["kept"]);
  });
});
