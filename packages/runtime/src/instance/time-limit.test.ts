import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { GuestStack } from "../guest/guest-stack.ts";
import { TimeLimit } from "./time-limit.ts";

function limited(milliseconds: number) {
  const stack = new GuestStack();
  let isOver = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  const limit = new TimeLimit(milliseconds, stack, () => {
    isOver = true;
    resolve();
  });
  return { limit, stack, over: promise, isOver: () => isOver };
}

function blockFor(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

it("the time of a guest is over at its limit, not before", async () => {
  const begun = performance.now();
  await limited(100).over;
  expect(performance.now() - begun).toBeGreaterThan(95);
});

it("the time of a guest hardly passes while the host does other work", async () => {
  const { limit, isOver } = limited(500);
  blockFor(1_000);
  await pause(50);
  expect(isOver()).toBe(false);
  limit.stop();
});

it("the time of a guest passes while the host works for it", async () => {
  const { stack, isOver } = limited(500);
  stack.enter(() => blockFor(1_000));
  await pause(30);
  expect(isOver()).toBe(true);
});

it("a stopped time limit never fires", async () => {
  const { limit, isOver } = limited(20);
  limit.stop();
  await pause(60);
  expect(isOver()).toBe(false);
});
