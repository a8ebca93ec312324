import { expect, it } from "vitest";
import { progressText } from "./progress.ts";
import { count, counted, duration, instant, parseSize, size } from "./quantities.ts";

it("writes quantities with their units", () => {
  expect([0, 999, 1_000, 25_000_000, 3e12].map(size)).toEqual(["0 B", "999 B", "1.0 KB", "25.0 MB", "3.0 TB"]);
  expect([0, 999, 1_000, 1_234_567].map(count)).toEqual(["0", "999", "1 000", "1 234 567"]);
  expect([counted(1, "key"), counted(2_000, "key")]).toEqual(["1 key", "2 000 keys"]);
  expect([5, 1_500, 150_000, 9e6].map(duration)).toEqual(["5 ms", "1.5 s", "3 min", "3 h"]);
  expect([0, 1, Number.MAX_SAFE_INTEGER].map(instant)).toEqual([
    "1970-01-01T00:00:00Z",
    "1970-01-01T00:00:00.001Z",
    "9007199254740991 ms",
  ]);
});

it("reads sizes, and refuses what is none", () => {
  expect(["0", "1000", "25MB", "1.5 gb", "2kb"].map(parseSize)).toEqual([0, 1_000, 25_000_000, 1.5e9, 2_000]);
  for (const text of ["", "-1", "MB", "1XB", "1e400", "9999999PB"]) expect(parseSize(text), text).toBeUndefined();
});

it("tells progress with a bar, a rate and the time that is left", () => {
  const done = { doing: "copying", done: 250, all: 1_000, perSecond: 50, thing: "keys" };
  expect(progressText(done)).toBe("copying  █████░░░░░░░░░░░░░░░ 25 %  250 of 1 000 keys, 50 keys/s, 15.0 s left");
  expect(progressText({ ...done, done: 1_000 })).not.toContain("left");
  expect(progressText({ doing: "importing", done: 5, perSecond: 2, thing: "bytes" })).toBe(
    "importing  5 bytes, 2 bytes/s",
  );
});
