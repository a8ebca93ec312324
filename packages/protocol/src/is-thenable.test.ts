import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { isThenable } from "./is-thenable.ts";

test.each([
  ["a promise", Promise.resolve()],
  ["a promise of another realm", runInNewContext("Promise.resolve()") as unknown],
  // biome-ignore lint/suspicious/noThenProperty: what it is about
  ["an object with a method `then`", { then: () => {} }],
  // biome-ignore lint/suspicious/noThenProperty: what it is about
  ["a function with a method `then`", Object.assign(() => {}, { then: () => {} })],
])("%s can be waited for", (_, value) => {
  expect(isThenable(value)).toBe(true);
});

// biome-ignore lint/suspicious/noThenProperty: what it is about
test.each([[undefined], [null], ["then"], [1], [new Uint8Array(1)], [{ then: true }], [() => {}]])(
  "%j is a value",
  (value) => {
    expect(isThenable(value)).toBe(false);
  },
);
