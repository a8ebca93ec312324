// Walking an index in parts, against a sorted list.
import type { KeyBounds } from "@airssys/protocol";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { clock, hostCallsOf, reset } from "../../storage/test/host-binding.ts";
import { IndexedMap } from "../src/index.ts";

interface User {
  readonly age: number;
  readonly email: string;
}

const users = new IndexedMap<string, User>("users", {
  indexes: { byAge: (user: User) => user.age, byEmail: { by: (user: User) => user.email, unique: true } },
});

beforeEach(reset);

const age = fc.integer({ min: 0, max: 5 });
const bounds = fc.record({ start: age, end: age, last: age }, { requiredKeys: [] });

function isInside({ start, end, last }: KeyBounds<number>, age: number): boolean {
  return (
    (start === undefined || age >= start) && (end === undefined || age < end) && (last === undefined || age <= last)
  );
}

test("pages of an index, one after the other, are the whole range, and count is their number", () => {
  const model = fc.dictionary(fc.stringMatching(/^[a-c]{1,2}$/), age, { maxKeys: 12 });
  fc.assert(
    fc.property(model, bounds, fc.boolean(), fc.integer({ min: 1, max: 4 }), (model, bounds, reverse, limit) => {
      reset();
      for (const [key, age] of Object.entries(model)) users.set(key, { age, email: key });
      const sorted = Object.entries(model)
        .filter(([, age]) => isInside(bounds, age))
        .sort(([left, a], [right, b]) => a - b || (left < right ? -1 : 1))
        .map(([key]) => key);
      const byAge = users.index("byAge");
      const found: string[] = [];
      for (let after: [number, string] | undefined; ; ) {
        const page = [...byAge.range({ ...bounds, reverse, limit, after })];
        found.push(...page.map(([key]) => key));
        const last = page.at(-1);
        if (last === undefined) break;
        after = [last[1].age, last[0]];
      }
      expect(found).toEqual(reverse ? sorted.toReversed() : sorted);
      expect(byAge.count(bounds)).toBe(sorted.length);
    }),
    { numRuns: 200 },
  );
});

test("the entries of one value go on after a key, whether it is still there or not", () => {
  for (const key of ["a", "b", "c", "d"]) users.set(key, { age: 7, email: key });
  const byAge = users.index("byAge");
  users.delete("b");
  expect([...byAge.entries(7, { after: "b" })].map(([key]) => key)).toEqual(["c", "d"]);
  expect([...byAge.entries(7, { after: "c", reverse: true, limit: 1 })].map(([key]) => key)).toEqual(["a"]);
});

test("a unique index goes on after what it is by", () => {
  for (const key of ["a", "b", "c"]) users.set(key, { age: 7, email: `${key}@x` });
  const byEmail = users.index("byEmail");
  expect([...byEmail.range({ after: ["a@x", "a"] })].map(([key]) => key)).toEqual(["b", "c"]);
  expect([...byEmail.range({ after: ["gone@x", "gone"], reverse: true })].map(([key]) => key)).toEqual(["c", "b", "a"]);
  expect(byEmail.count({ last: "b@x" })).toBe(2);
});

test("count leaves out entries that have expired, and what rebuild kept of them", () => {
  users.set("a", { age: 1, email: "a" }, { ttlSeconds: 10 });
  users.set("b", { age: 1, email: "b" });
  users.rebuild();
  expect(users.index("byAge").count()).toBe(2);
  clock.now += 10_000;
  expect(users.index("byAge").count()).toBe(1);
});

test("count reads what a walk reads", () => {
  for (let index = 0; index < 30; index++) users.set(`${index}`, { age: 1, email: `${index}` });
  expect(hostCallsOf(() => users.index("byAge").count())).toEqual({ storageRange: 2, storageGetMany: 2 });
});
