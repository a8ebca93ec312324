import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildQueue } from "../demo/build-queue.ts";
import { type OpenQueue, openQueue } from "../demo/open-queue.ts";

describe("the work queue on LMDB", { timeout: 60_000 }, () => {
  let component: Uint8Array;
  let folder: string;
  let open: OpenQueue;
  let now: number;

  beforeAll(async () => {
    component = await buildQueue();
  }, 120_000);

  beforeEach(async () => {
    now = Date.UTC(2030, 0, 1);
    folder = mkdtempSync(join(tmpdir(), "airssys-work-queue-"));
    open = await openQueue(component, folder, () => now);
  });

  afterEach(async () => {
    await open.close();
    rmSync(folder, { recursive: true });
  });

  async function restart(): Promise<void> {
    await open.close();
    open = await openQueue(component, folder, () => now);
  }

  const enqueue = (payload: string, priority = 0) => open.queue.call("queue.enqueue", payload, priority);
  const lease = (seconds = 60) => open.queue.call("queue.lease", seconds);
  const ack = (id: number, attempt: number) => open.queue.call("queue.ack", id, attempt);
  const fail = (id: number, attempt: number) => open.queue.call("queue.fail", id, attempt, "no luck");
  const leased = async () => (await lease())?.payload;

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
    expect((await open.queue.usage()).keyCount).toBe(1); // the counter of ids
  });

  it("hands out the job of a worker that died again, after a restart, when its lease is over and not before", async () => {
    await enqueue("a");
    await lease(60);
    await restart();
    now += 59_999;
    expect(await lease()).toBeUndefined();
    now += 1;
    expect(await lease()).toMatchObject({ id: 1, attempts: 2 });
  });

  it("keeps a job for a worker that asks for more time, and does not listen to one that has lost it", async () => {
    await enqueue("a");
    await lease(60);
    now += 50_000;
    expect(await open.queue.call("queue.extend", 1, 1, 60)).toBe(true);
    now += 50_000;
    expect(await lease()).toBeUndefined();
    now += 10_000;
    expect(await lease()).toMatchObject({ attempts: 2 });
    expect(await open.queue.call("queue.extend", 1, 1, 60)).toBe(false);
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
      now += seconds * 1_000 - 1;
      expect(await lease()).toBeUndefined();
      now += 1;
    }
    expect(await lease()).toMatchObject({ attempts: 3, failure: "no luck" });
    await fail(1, 3);
    now += 3_600_000;
    await restart();
    expect(await lease()).toBeUndefined();
    expect(await open.queue.call("queue.dead")).toMatchObject([{ id: 1, attempts: 3, failure: "no luck" }]);
    expect(await open.queue.call("queue.revive", 1)).toBe(2);
    expect(await open.queue.call("queue.revive", 1)).toBeUndefined();
    expect(await open.queue.call("queue.revive", 2)).toBeUndefined();
    expect(await open.queue.call("queue.dead")).toEqual([]);
    expect(await lease()).toMatchObject({ id: 2, attempts: 1, failure: undefined });
  });

  it("gives up a job that takes three workers with it, and goes on with the others", async () => {
    await enqueue("deadly");
    await enqueue("harmless", 1);
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(await leased()).toBe("deadly");
      now += 60_000;
    }
    expect(await leased()).toBe("harmless");
    expect(await open.queue.call("queue.dead")).toMatchObject([
      { payload: "deadly", failure: expect.stringContaining("worker") },
    ]);
  });

  it("loses no job, though workers die, fail and come too late, and everything is started anew", async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_, index) => enqueue(`job ${index}`, index % 3)));
    const done: number[] = [];
    for (let turn = 0; done.length < ids.length; turn++) {
      expect(turn).toBeLessThan(200);
      if (turn % 7 === 6) await restart();
      const job = await lease(60);
      if (job === undefined) {
        now += 60_000;
        continue;
      }
      const whatHappens = (job.id + job.attempts) % 3; // each job comes to an end in one of its three attempts
      if (whatHappens === 0 && (await ack(job.id, job.attempts))) done.push(job.id);
      if (whatHappens === 1) await fail(job.id, job.attempts);
    }
    expect(done.sort((a, b) => a - b)).toEqual(ids);
    expect(await open.queue.call("queue.dead")).toEqual([]);
  });

  it("finds the one job that is not leased among many that are", async () => {
    for (let index = 0; index < 30; index++) await enqueue(`job ${index}`);
    for (let id = 1; id <= 30; id++) expect((await lease(id === 17 ? 10 : 60))?.id).toBe(id);
    expect(await lease()).toBeUndefined();
    now += 10_000;
    expect(await lease()).toMatchObject({ id: 17, payload: "job 16", attempts: 2 });
  });

  it("gives each job to one of several instances that all ask at once", async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, (_, index) => enqueue(`job ${index}`)));
    const instances = [open.queue, await open.component.start(), await open.component.start()];
    const asked = ids.flatMap(() => instances.map((instance) => instance.call("queue.lease", 60)));
    const got = (await Promise.all(asked)).flatMap((job) => job?.id ?? []);
    expect(got.sort((a, b) => a - b)).toEqual(ids);
  });

  it("keeps nothing of a call that fails", async () => {
    await expect(enqueue("x".repeat(1_100_000))).rejects.toMatchObject({ payload: { tag: "value-too-large" } });
    expect((await open.queue.usage()).keyCount).toBe(0);
    expect(await enqueue("a")).toBe(1);
    await expect(lease(0)).rejects.toMatchObject({ code: "refused", payload: { tag: "invalid-argument" } });
    await restart();
    expect(await lease()).toMatchObject({ attempts: 1 });
  });
});
