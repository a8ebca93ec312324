// Collections in a view of a prefix.
import { hostStorage, prefixedStorage, Storage } from "@airssys/storage";
import { beforeEach, expect, test } from "vitest";
import { raw, reset } from "../../storage/test/host-binding.ts";
import { Counter, IndexedMap, StorageMap, StorageVector, WrongKindError } from "../src/index.ts";

beforeEach(reset);

const byteStorage = prefixedStorage(hostStorage, "v/");

test("a collection in a view is stored behind its prefix, and another one of the same name is not it", () => {
  const inside = new StorageMap<string, number>("m", { byteStorage });
  const outside = new StorageMap<string, number>("m");
  inside.set("a", 1);
  outside.set("a", 2);
  expect(raw.keys()).toEqual(["m!ma", "v/m!ma"]);
  expect([inside.get("a"), outside.get("a"), inside.size]).toEqual([1, 2, 1]);
  inside.clear();
  expect([...outside]).toEqual([["a", 2]]);
});

test("a collection may be in the view of a typed storage", () => {
  const view = new Storage({ prefix: "v/" });
  new Counter("n", { byteStorage: view.byteStorage }).increment();
  expect(raw.keys()).toEqual(["v/n!n"]);
});

test("a walk notices writes of a handle that reaches the same collection another way", () => {
  const whole = prefixedStorage(hostStorage, "v");
  const keys = (name: string) => Array.from({ length: 30 }, (_, index) => `${name}${index + 10}`);
  const walked = new StorageMap<string, number>("m", { byteStorage });
  const other = new Storage<number>({ byteStorage: whole });
  walked.setMany(keys("k").map((key) => [key, 1]));
  const again = new StorageMap<string, number>("m", { byteStorage: prefixedStorage(whole, "/") });
  expect(other.count("/m!")).toBe(30);
  const seen: string[] = [];
  for (const [key] of walked) {
    seen.push(key);
    if (seen.length === 2) again.delete("k13");
  }
  expect(seen).toHaveLength(29);
  expect(seen).not.toContain("k13");
});

test("members that move while a view is walked come once", () => {
  const vector = new StorageVector<number>("v", { byteStorage });
  vector.push(...Array.from({ length: 25 }, (_, index) => index));
  const seen: number[] = [];
  for (const [index, value] of vector.entries()) {
    seen.push(value);
    if (value % 3 === 0) vector.swapRemove(index);
  }
  expect(seen.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 25 }, (_, index) => index));
});

test("kinds and indexes work in a view", () => {
  const users = new IndexedMap<string, number>("u", { byteStorage, indexes: { byAge: (age) => age } });
  users.set("ada", 36);
  expect(users.index("byAge").entry(36)).toEqual(["ada", 36]);
  expect(() => new StorageVector("u", { byteStorage }).push(1)).toThrow(WrongKindError);
  expect(users.check()).toEqual([]);
});
