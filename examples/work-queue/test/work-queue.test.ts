import "@airssys/testing/vitest";
import { workerThreads } from "@airssys/runtime/node";
import { createHarness, type Harness, type Instance } from "@airssys/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { QueueExports } from "../demo/open-queue.ts";

const QUEUE = {
  entry: new URL("../src/work-queue.ts", import.meta.url),
  conditions: ["@airssys/source"],
  cacheFolder: new URL("../../../.cache", import.meta.url),
};

describe.each(["mock", "memory", "lmdb"] as const)("the work queue, %s", (mode) => {
  let harness: Harness<QueueExports>;
  let queue: Instance<QueueExports>;

  beforeEach(async () => {
    harness = await createHarness<QueueExports>({ ...QUEUE, mode });
    queue = await harness.start();
  });

  afterEach(() => harness.close());

  const enqueue = (payload: string, priority = 0) => queue.call("queue.enqueue", payload, priority);
  const lease = (seconds = 60) => queue.call("queue.lease", seconds);
  const leased = async () => (await lease())?.payload;
  const extend = (id: number, attempt: number) => queue.call("queue.extend", id, attempt, 60);
  const ack = (id: number, attempt: number) => queue.call("queue.ack", id, attempt);
  const fail = (id: number, attempt: number) => queue.call("queue.fail", id, attempt, "no luck");
  const dead = () => queue.call("queue.dead");
  const revive = (id: number) => queue.call("queue.revive", id);

  it("hands out the most urgent job first, then the oldest, and each of them once", async () => {
    await enqueue("b1", 1);
    await enqueue("a1");
    await enqueue("b2", 1);
    await enqueue("a2");
    expect([await leased(), await leased(), await leased(), await leased()]).toEqual(["a1", "a2", "b1", "b2"]);
    expect(await lease()).toBeUndefined();
  });

  it("keeps no byte of a job that is done, and takes a second word for it as what it is", async () => {
    await enqueue("a");
    expect(await lease()).toEqual({ id: 1, payload: "a", priority: 0, attempts: 1, failure: undefined });
    expect(await ack(1, 1)).toBe(true);
    expect(await ack(1, 1)).toBe(false);
    expect(await harness.snapshot("work-queue")).toEqual({ "ids!n": 1 });
  });

  it("hands out the job of a worker that died again, after a restart, when its lease is over and not before", async () => {
    await enqueue("a");
    await lease(60);
    await harness.restart();
    harness.clock.advance(59_999);
    expect(await lease()).toBeUndefined();
    harness.clock.advance("1ms");
    expect(await lease()).toMatchObject({ id: 1, attempts: 2 });
  });

  it("keeps a job for a worker that asks for more time, and does not listen to one that has lost it", async () => {
    await enqueue("a");
    await lease(60);
    harness.clock.advance("50s");
    expect(await extend(1, 1)).toBe(true);
    harness.clock.advance("50s");
    expect(await lease()).toBeUndefined();
    harness.clock.advance("10s");
    expect(await lease()).toMatchObject({ attempts: 2 });
    expect(await extend(1, 1)).toBe(false);
    expect(await ack(1, 1)).toBe(false);
    expect(await fail(1, 1)).toBe(false);
    expect(await ack(1, 2)).toBe(true);
  });

  it("tries a job that failed again, later each time, and after three attempts not before it is revived", async () => {
    await enqueue("a");
    for (const [attempt, seconds] of [
      [1, 10],
      [2, 20],
    ] as const) {
      await lease();
      expect(await fail(1, attempt)).toBe(true);
      harness.clock.advance(seconds * 1_000 - 1);
      expect(await lease()).toBeUndefined();
      harness.clock.advance("1ms");
    }
    expect(await lease()).toMatchObject({ attempts: 3, failure: "no luck" });
    await fail(1, 3);
    harness.clock.advance("1 hour");
    await harness.restart();
    expect(await lease()).toBeUndefined();
    expect(await dead()).toMatchObject([{ id: 1, attempts: 3, failure: "no luck" }]);
    expect(await revive(1)).toBe(2);
    expect(await revive(1)).toBeUndefined();
    expect(await revive(2)).toBeUndefined();
    expect(await dead()).toEqual([]);
    expect(await lease()).toMatchObject({ id: 2, attempts: 1, failure: undefined });
  });

  it("gives up a job that takes three workers with it, and goes on with the others", async () => {
    await enqueue("deadly");
    await enqueue("harmless", 1);
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(await leased()).toBe("deadly");
      harness.clock.advance("60s");
    }
    expect(await leased()).toBe("harmless");
    expect(await dead()).toMatchObject([{ payload: "deadly", failure: expect.stringContaining("worker") }]);
  });

  it("loses no job, though workers die, fail and come too late, and the program ends again and again", async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_, index) => enqueue(`job ${index}`, index % 3)));
    const done: number[] = [];
    for (let turn = 0; done.length < ids.length; turn++) {
      expect(turn).toBeLessThan(200);
      if (turn % 7 === 3) await harness.restart();
      if (turn % 7 === 6) await harness.crash();
      const job = await lease(60);
      if (job === undefined) {
        harness.clock.advance("60s");
        continue;
      }
      const whatHappens = (job.id + job.attempts) % 3; // each job comes to an end in one of its three attempts
      if (whatHappens === 0 && (await ack(job.id, job.attempts))) done.push(job.id);
      if (whatHappens === 1) await fail(job.id, job.attempts);
    }
    expect(done.sort((a, b) => a - b)).toEqual(ids);
    expect(await dead()).toEqual([]);
  });

  it("finds the one job that is not leased among many that are", async () => {
    for (let index = 0; index < 30; index++) await enqueue(`job ${index}`);
    for (let id = 1; id <= 30; id++) expect((await lease(id === 17 ? 10 : 60))?.id).toBe(id);
    expect(await lease()).toBeUndefined();
    harness.clock.advance("10s");
    expect(await lease()).toMatchObject({ id: 17, payload: "job 16", attempts: 2 });
  });

  it("gives each job to one of several instances that all ask at once", async () => {
    await using threads = await createHarness<QueueExports>({ ...QUEUE, mode, isolation: workerThreads() });
    const instances = [await threads.start(), await threads.start(), await threads.start()] as const;
    const jobs = Array.from({ length: 10 }, (_, index) => instances[0].call("queue.enqueue", `job ${index}`, 0));
    const ids = await Promise.all(jobs);
    const asked = ids.flatMap(() => instances.map((instance) => instance.call("queue.lease", 60)));
    const got = (await Promise.all(asked)).flatMap((job) => job?.id ?? []);
    expect(got.sort((a, b) => a - b)).toEqual(ids);
  });

  it("keeps nothing of a call that fails", async () => {
    await expect(enqueue("x".repeat(1_100_000))).toBeRefused({ tag: "value-too-large" });
    await expect(harness).toHaveUsage("work-queue", { keyCount: 0 });
    expect(await enqueue("a")).toBe(1);
    await expect(lease(0)).toBeRefused({ tag: "invalid-argument" });
    await harness.restart();
    expect(await lease()).toMatchObject({ attempts: 1 });
  });

  it("passes over a job that is leased with one question, and reads nothing of what is to be done", async () => {
    for (const payload of ["a", "b", "c"]) await enqueue(payload);
    await lease();
    await lease();
    harness.operations.clear();
    expect(await leased()).toBe("c");
    expect(harness.operations.names()).toMatchInlineSnapshot(`
      [
        "storage-range",
        "storage-get-many",
        "storage-has",
        "storage-has",
        "storage-has",
        "storage-set-with-ttl",
        "storage-get-entry",
        "storage-write",
        "storage-get",
      ]
    `);
  });

  it("has a job that a full disk keeps from being leased for whoever asks next", async () => {
    await enqueue("a");
    harness.faults.fullDisk();
    await expect(lease()).toFailAs("not-committed");
    await expect(enqueue("b")).toFailAs("not-committed");
    harness.faults.heal();
    expect(await lease()).toMatchObject({ id: 1, attempts: 1 });
    expect(await enqueue("b")).toBe(2);
  });

  it("has taken a job though the answer was lost", async () => {
    harness.faults.loseAnswer();
    await expect(enqueue("a")).toFailAs("outcome-unknown");
    expect(await lease()).toMatchObject({ id: 1, payload: "a" });
  });

  it("leases a job wholly or not at all, wherever the program ends meanwhile", async () => {
    await enqueue("a");
    const before = await harness.snapshot("work-queue");
    for (const operations of [1, 2, 3]) {
      harness.crashAfter(operations);
      await expect(lease()).toFailAs("crashed");
      expect(await harness.snapshot("work-queue")).toEqual(before);
    }
    expect(await lease()).toMatchObject({ id: 1, attempts: 1 });
  });
});
