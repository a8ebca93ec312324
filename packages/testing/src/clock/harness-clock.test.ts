import { describe, expect, it } from "vitest";
import { CLOCK_START, type Instant, StandingClock } from "./harness-clock.ts";

describe("the clock of a harness", () => {
  it("stands at the beginning of 2030 until it is moved", () => {
    const clock = new StandingClock();
    expect([clock.now, clock.advance("1 day")]).toEqual([CLOCK_START, CLOCK_START + 86_400_000]);
  });

  it.each([
    [0, 0],
    [-1, -1],
    [new Date(5), 5],
    ["2030-01-31", Date.UTC(2030, 0, 31)],
    ["2030-07-31T12:00", Date.UTC(2030, 6, 31, 12)],
    ["2030-07-31 12:00:01.5", Date.UTC(2030, 6, 31, 12, 0, 1, 500)],
    ["2030-07-31T12:00:00Z", Date.UTC(2030, 6, 31, 12)],
    ["2030-07-31T12:00:00+02:00", Date.UTC(2030, 6, 31, 10)],
  ] as const)("is set to %j, in UTC unless it says otherwise", (to, milliseconds) => {
    expect(new StandingClock().set(to)).toBe(milliseconds);
  });

  it.each([
    "",
    "tomorrow",
    "Jan 1 2030",
    "2030-02-31",
    "2030-01-01T25:00",
    Number.NaN,
    0.5,
    9e15,
    new Date(Number.NaN),
    null,
    undefined,
    [],
  ])("is not set to %j", (to) => {
    const clock = new StandingClock();
    expect(() => clock.set(to as Instant)).toThrow("a clock expected milliseconds since 1970, a Date or a text");
    expect(clock.now).toBe(CLOCK_START);
  });

  it("says what it was told instead of a duration", () => {
    expect(() => new StandingClock().advance(Number.NaN)).toThrow(/"90s", .* got NaN$/);
    expect(() => new StandingClock().advance(undefined as unknown as number)).toThrow(/got undefined$/);
  });
});
