import { describe, expect, it } from "vitest";
import { ENGINES } from "./engines.ts";
import { openProbe } from "./probe.ts";

describe.each(ENGINES)("a fault that is planned over $name", ({ options }) => {
  async function open() {
    const harness = await openProbe(options());
    const probe = await harness.start();
    return { harness, faults: harness.faults, probe };
  }

  it("fails the commit that is named, of which nothing is kept", async () => {
    const { harness, faults, probe } = await open();
    faults.failCommit(2, { code: "full" });
    await probe.call("probe.set", "a", "1");
    await expect(probe.call("probe.set", "b", "2")).rejects.toMatchObject({ code: "not-committed" });
    await probe.call("probe.set", "c", "3");
    expect(await harness.snapshot("probe")).toEqual({ a: "1", c: "3" });
  });

  it("leaves open what became of a commit that failed for the disk", async () => {
    const { harness, faults, probe } = await open();
    faults.failCommit();
    await expect(probe.call("probe.set", "a", "1")).rejects.toMatchObject({ code: "outcome-unknown" });
    expect(await harness.entries("probe")).toEqual([]);
    expect(harness.failures).toMatchObject([{ operation: "commit" }]);
  });

  it("loses the answer of a commit that happened, so that the component finds it done", async () => {
    const { faults, probe } = await open();
    faults.loseAnswer();
    await expect(probe.call("probe.increment", "a")).rejects.toMatchObject({ code: "outcome-unknown" });
    expect(await probe.call("probe.increment", "a")).toBe(2);
  });

  it("counts each plan from when it was made, also several at once", async () => {
    const { harness, faults, probe } = await open();
    faults.failCommit(1, { code: "full" });
    faults.loseAnswer(3);
    faults.failCommit(2, { code: "read-only" });
    const codes: string[] = [];
    for (const key of ["a", "b", "c", "d"]) {
      const call = probe.call("probe.set", key, "1").then(
        () => "ok",
        ({ code }) => code,
      );
      codes.push(await call);
    }
    expect(codes).toEqual(["not-committed", "not-committed", "outcome-unknown", "ok"]);
    expect(Object.keys(await harness.snapshot("probe"))).toEqual(["c", "d"]);
  });

  it("fails a read, which the component is told as a failure of its host", async () => {
    const { faults, probe } = await open();
    faults.failRead();
    await expect(probe.call("probe.get", "a")).rejects.toMatchObject({ payload: { tag: "internal-error" } });
    expect(await probe.call("probe.get", "a")).toBeUndefined();
  });

  it("fills the disk until it is healed, over a restart", async () => {
    const { harness, faults, probe } = await open();
    await probe.call("probe.set", "a", "1");
    faults.fullDisk();
    await expect(probe.call("probe.set", "a", "2")).rejects.toMatchObject({ code: "not-committed" });
    await harness.restart();
    await expect(probe.call("probe.set", "a", "3")).rejects.toMatchObject({ code: "not-committed" });
    expect(await probe.call("probe.get", "a")).toBe("1");
    faults.heal();
    await probe.call("probe.set", "a", "4");
    expect(await probe.call("probe.get", "a")).toBe("4");
  });

  it("slows reads and commits down, for the component and not for who looks at its store", async () => {
    const { harness, faults, probe } = await open();
    faults.slowReads(20);
    faults.slowCommits(20);
    const begun = performance.now();
    await probe.call("probe.increment", "a");
    expect(performance.now() - begun).toBeGreaterThanOrEqual(38);
    faults.heal();
    expect(await harness.snapshot("probe")).toEqual({ a: 1 });
  });

  it("does not reach who looks at what is stored", async () => {
    const { harness, faults, probe } = await open();
    await probe.call("probe.set", "a", "1");
    faults.plan({ fault: { type: "fail" } });
    expect(await harness.snapshot("probe")).toEqual({ a: "1" });
    await expect(probe.call("probe.get", "a")).rejects.toMatchObject({ code: "refused" });
  });

  it("waits for what the component asks: what opens the host anew goes around it, and counts for nothing", async () => {
    const { harness, faults, probe } = await open();
    await probe.call("probe.set", "a", "1");
    faults.failRead();
    await harness.restart();
    await expect(probe.call("probe.get", "a")).rejects.toMatchObject({ payload: { tag: "internal-error" } });
    const kinds: string[] = [];
    faults.plan({ when: ({ kind }) => kinds.push(kind) < 0, fault: { type: "fail" } });
    faults.plan({ fault: { type: "fail" } });
    await harness.crash();
    await expect(probe.call("probe.get", "a")).rejects.toMatchObject({ code: "refused" });
    expect(kinds).toEqual(["get"]);
    faults.heal();
    expect(await probe.call("probe.get", "a")).toBe("1");
  });

  it("meets a crash: what waits for the engine then never reaches it", async () => {
    const { harness, faults, probe } = await open();
    await probe.call("probe.set", "a", "1");
    let crash: Promise<void> | undefined;
    faults.plan({
      when: ({ batch, batches }) => {
        if (crash === undefined && (batch ?? batches?.[0])?.writes.length) crash = harness.crash();
        return false;
      },
      fault: { type: "fail" },
    });
    await expect(probe.call("probe.set", "a", "2")).rejects.toMatchObject({ code: "crashed" });
    await crash;
    expect(await probe.call("probe.get", "a")).toBe("1");
  });

  it("has to be one", async () => {
    const { faults } = await open();
    expect(() => faults.failCommit(0)).toThrow(RangeError);
    expect(() => faults.failRead(1.5)).toThrow(RangeError);
    expect(() => faults.slowReads(-1)).toThrow(RangeError);
  });
});
