import { describe, expect, it } from "vitest";
import { toMilliseconds } from "./duration.ts";

describe("a duration", () => {
  it.each([
    [0, 0],
    [1_500, 1_500],
    ["0s", 0],
    ["250ms", 250],
    ["90s", 90_000],
    ["1.5 s", 1_500],
    ["2min", 120_000],
    ["2m", 120_000],
    ["1 day", 86_400_000],
    ["2 days", 172_800_000],
    ["1 week", 604_800_000],
    ["2h 30min", 9_000_000],
    ["1 hour 1 second", 3_601_000],
  ])("of %j has so many milliseconds", (duration, milliseconds) => {
    expect(toMilliseconds(duration)).toBe(milliseconds);
  });

  it.each(["", " ", "1", "day", "-1s", "1 fortnight", "1s,", "1s 2", -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    "is not %j",
    (duration) => {
      expect(() => toMilliseconds(duration)).toThrow(RangeError);
    },
  );
});
