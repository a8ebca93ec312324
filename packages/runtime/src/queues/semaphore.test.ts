import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { Semaphore } from "./semaphore.ts";

const never = new AbortController().signal;

it("work begins in the order of the requests, up to the limit at a time", async () => {
  const queue = new Semaphore(2);
  const begun: number[] = [];
  const places = [0, 1, 2, 3].map(async (number) => {
    const release = await queue.acquire(never);
    begun.push(number);
    return release;
  });
  await setImmediate();
  expect(begun).toEqual([0, 1]);
  (await places[1])?.();
  await setImmediate();
  expect(begun).toEqual([0, 1, 2]);
  (await places[0])?.();
  await setImmediate();
  expect(begun).toEqual([0, 1, 2, 3]);
});

it("a request that gives up lets the next one begin", async () => {
  const queue = new Semaphore(1);
  const release = await queue.acquire(never);
  const impatient = new AbortController();
  const given = queue.acquire(impatient.signal);
  const next = queue.acquire(never);
  impatient.abort(new Error("no more time"));
  await expect(given).rejects.toThrow("no more time");
  release();
  (await next)();
  await expect(queue.acquire(impatient.signal)).rejects.toThrow("no more time");
  (await queue.acquire(never))();
});
