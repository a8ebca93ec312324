import { expect, test } from "vitest";
import { forBindings, ownBigint, ownBigintIfAny } from "./whole-number.ts";

test("what bindings give as a number or a bigint is a bigint", () => {
  expect(ownBigint(7)).toBe(7n);
  expect(ownBigint(2n ** 63n)).toBe(2n ** 63n);
  expect(ownBigintIfAny(null)).toBeUndefined();
  expect(ownBigintIfAny(undefined)).toBeUndefined();
  expect(ownBigintIfAny(0)).toBe(0n);
});

test("a number that is not exact any more is an error", () => {
  expect(() => ownBigint(2 ** 60)).toThrow(RangeError);
});

test("bindings are given a number as long as it is exact", () => {
  expect(forBindings(-5n)).toBe(-5);
  expect(forBindings(2n ** 53n)).toBe(2n ** 53n);
  expect(forBindings(-(2n ** 63n))).toBe(-(2n ** 63n));
});
