import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { Places } from "./places.ts";

const never = new AbortController().signal;

it("starts begin in the order in which they came, so many at once", async () => {
  const queue = new Places(2);
  const begun: number[] = [];
  const places = [0, 1, 2, 3].map(async (number) => {
    const leave = await queue.enter(never);
    begun.push(number);
    return leave;
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

it("a start that gives up leaves its place in the queue to the next", async () => {
  const queue = new Places(1);
  const leave = await queue.enter(never);
  const impatient = new AbortController();
  const given = queue.enter(impatient.signal);
  const next = queue.enter(never);
  impatient.abort(new Error("no more time"));
  await expect(given).rejects.toThrow("no more time");
  leave();
  (await next)();
  await expect(queue.enter(impatient.signal)).rejects.toThrow("no more time");
  (await queue.enter(never))();
});
