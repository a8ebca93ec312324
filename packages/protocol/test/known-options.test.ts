import { expect, test } from "vitest";
import { requireKnownOptions } from "../src/index.ts";

interface Options {
  readonly limit?: number | undefined;
  readonly reverse?: boolean;
}

const KNOWN = { limit: true, reverse: true } as const;

test.each([{}, { limit: 1 }, { limit: undefined, reverse: true }])("%j has known names alone", (options) => {
  expect(() => requireKnownOptions<Options>(options, KNOWN)).not.toThrow();
});

test("an unknown name is told together with the known ones", () => {
  const options: object = { limit: 1, revers: true };
  expect(() => requireKnownOptions<Options>(options, KNOWN)).toThrow(
    'invalid argument: "revers" is no option here; known: limit, reverse',
  );
});

test.each(["toString", "constructor", "__proto__"])("%s is as unknown as any other name", (name) => {
  const options: object = Object.defineProperty({}, name, { value: 1, enumerable: true });
  expect(() => requireKnownOptions<Options>(options, KNOWN)).toThrow(
    expect.objectContaining({ code: "invalid-argument" }),
  );
});

test("the message repeats no more than 64 characters of a name", () => {
  const options: object = { ["x".repeat(1_000)]: 1 };
  expect(() => requireKnownOptions<Options>(options, KNOWN)).toThrow(`"${"x".repeat(64)}" is`);
});
