// Ranges and walks over them, against a sorted list of keys.
import type { KeyRange, Walk } from "@airssys/protocol";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { compareKeys } from "../src/keys.ts";
import { Storage } from "../src/storage/storage.ts";
import { hostCallsOf, inCall, openAs, raw, reset } from "./host-binding.ts";

const storage = new Storage<number>();

beforeEach(reset);

/** The keys of a range as a filter has it. */
function expected(keys: readonly string[], { prefix = "", start, end, last }: KeyRange, walk: Walk = {}): string[] {
  const inside = keys
    .filter((key) => key.startsWith(prefix))
    .filter((key) => start === undefined || compareKeys(key, start) >= 0)
    .filter((key) => end === undefined || compareKeys(key, end) < 0)
    .filter((key) => last === undefined || compareKeys(key, last) <= 0)
    .toSorted(compareKeys);
  const { after, reverse = false, limit = keys.length } = walk;
  const walked = reverse ? inside.toReversed() : inside;
  const isAhead = (key: string) => after === undefined || compareKeys(key, after) * (reverse ? -1 : 1) > 0;
  return walked.filter(isAhead).slice(0, limit);
}

const character = fc.constantFrom("a", "b", " ", "~", "\u00a0", "é", "\ud7ff", "\ue000", "\ufeff", "\u{10ffff}");
const short = fc.string({ unit: character, minLength: 1, maxLength: 3 }).filter((key) => !key.startsWith("\ufeff"));

test("a range holds what a filter lets through, whatever its bounds are", () => {
  const bound = fc.option(short, { nil: undefined });
  const range = fc.record({ prefix: bound, start: bound, end: bound, last: bound });
  const walk = fc.record({ after: bound, reverse: fc.boolean(), limit: fc.integer({ min: 0, max: 5 }) });
  fc.assert(
    fc.property(fc.uniqueArray(short, { maxLength: 12 }), range, walk, (keys, range, walk) => {
      reset();
      for (const key of keys) storage.set(key, 1);
      expect([...storage.keys(range, walk)]).toEqual(expected(keys, range, walk));
      expect([...storage.entries(range, walk)].map(([key]) => key)).toEqual(expected(keys, range, walk));
      expect(storage.count(range)).toBe(expected(keys, range).length);
      const isBounded = Object.values(range).some((each) => each !== undefined);
      if (!isBounded) return;
      expect(storage.deleteRange(range)).toBe(expected(keys, range).length);
      expect(raw.keys()).toHaveLength(keys.length - expected(keys, range).length);
    }),
    { numRuns: 500 },
  );
});

test.each([
  "a".repeat(256),
  `${"a".repeat(253)}\u{d7ff}`,
  `${"a".repeat(255)}~`,
  `${"é".repeat(127)}~~`,
  "\u{10ffff}".repeat(64),
])("a range may end with a key of the greatest length, and a walk go on after it (%#)", (longest) => {
  const keys = ["a", longest, "b", "\ue000", "~"].toSorted(compareKeys);
  for (const key of keys) storage.set(key, 1);
  expect([...storage.keys({ last: longest })]).toEqual(expected(keys, { last: longest }));
  expect([...storage.keys({}, { after: longest })]).toEqual(expected(keys, {}, { after: longest }));
  expect(storage.count({ start: "a", last: longest })).toBe(expected(keys, { last: longest }).length);
});

test.each([20, 300])("the same holds for a host whose keys have at most %i bytes", (keyBytesMax) => {
  openAs({ host: { limits: { keyBytesMax } } });
  const longest = "k".repeat(keyBytesMax);
  const keys = [longest.slice(1), longest, "l"];
  for (const key of keys) storage.set(key, 1);
  expect([...storage.keys({ last: longest })]).toEqual(expected(keys, { last: longest }));
  expect([...storage.keys({ last: longest.slice(1) })]).toEqual([longest.slice(1)]);
  expect([...storage.keys({}, { after: longest })]).toEqual(["l"]);
});

test("a key to end with or go on after must be one", () => {
  for (const bad of ["", "\ud800", "a\nb"]) {
    for (const call of [() => storage.count({ last: bad }), () => storage.keys({}, { after: bad }).next()]) {
      expect(call).toThrow(expect.objectContaining({ code: "invalid-key" }));
    }
  }
});

test("keys and entries ask for pages, and never for one key", () => {
  inCall(() => storage.setMany(Array.from({ length: 2_500 }, (_, index) => [`n/${index}`, index] as const)));
  expect(hostCallsOf(() => Array.from(storage.keys()))).toEqual({ storageRangeKeys: 4 });
  expect(hostCallsOf(() => Array.from(storage.entries("n/")))).toEqual({ storageRange: 4 });
  expect(hostCallsOf(() => new Map(storage.entries({ last: "n/1" })))).toEqual({ storageRange: 1 });
  expect(hostCallsOf(() => storage.entries())).toEqual({});
});

test("increment costs one call of the host, by a number as by a bigint", () => {
  storage.set("n", 5);
  expect(hostCallsOf(() => storage.increment("n"))).toEqual({ storageIncrement: 1 });
  expect(hostCallsOf(() => storage.increment("n", 2n))).toEqual({ storageIncrement: 1 });
  expect(storage.get("n")).toBe(8);
});
