import { expect, it } from "vitest";
import { LruCache } from "./lru-cache.ts";

it("keeps the most recently used values and makes the others again", () => {
  const cache = new LruCache<string>(2);
  const made: string[] = [];
  const get = (name: string) =>
    cache.get(name, () => {
      made.push(name);
      return name.toUpperCase();
    });
  expect(["a", "b", "a", "c", "a", "b"].map(get)).toEqual(["A", "B", "A", "C", "A", "B"]);
  expect(made).toEqual(["a", "b", "c", "b"]);
});
