// A view of a prefix does what a storage of its own does, and nothing to keys outside.
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { hostStorage, sharedStorage } from "../src/host/host-storage.ts";
import { prefixedStorage } from "../src/index.ts";
import { Storage } from "../src/storage/storage.ts";
import { clock, inCall, raw, reset, SHARED_NAMESPACE } from "./host-binding.ts";

beforeEach(reset);

const view = new Storage<number>({ prefix: "v/" });
const whole = new Storage<number>();

const key = fc.stringMatching(/^[ab/]{1,3}$/);
const bound = fc.option(key, { nil: undefined });
const range = fc.record({ prefix: bound, start: bound, end: bound, last: bound });

type Act = (storage: Storage<number>) => unknown;

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(key, fc.nat(9)).map(
    ([key, value]): Act =>
      (storage) =>
        storage.set(key, value),
  ),
  fc.tuple(key, fc.nat(9)).map(
    ([key, value]): Act =>
      (storage) =>
        storage.set(key, value, { ttlSeconds: 60 + value }),
  ),
  key.map(
    (key): Act =>
      (storage) =>
        storage.delete(key),
  ),
  key.map(
    (key): Act =>
      (storage) => [storage.get(key), storage.has(key), storage.getEntry(key)?.value],
  ),
  key.map(
    (key): Act =>
      (storage) =>
        storage.getMany([key, "a", "b"]),
  ),
  key.map(
    (key): Act =>
      (storage) =>
        storage.increment(key, 2),
  ),
  fc.tuple(key, key).map(([set, deleted]): Act => {
    return (storage) =>
      void storage.batch().check(set, storage.getEntry(set)?.version).set(set, 1).delete(deleted).commit();
  }),
  key.map(
    (key): Act =>
      (storage) =>
        storage.has(key) ? [storage.ttl(key), storage.persist(key)] : [],
  ),
  key.map(
    (key): Act =>
      (storage) =>
        storage.has(key) ? storage.extend(key, 9) : undefined,
  ),
  range.map(
    (range): Act =>
      (storage) => [storage.count(range), ...storage.entries(range)],
  ),
  fc.tuple(range, bound, fc.boolean()).map(([range, after, reverse]): Act => {
    return (storage) => Array.from(storage.keys(range, { after, reverse, limit: 3 }));
  }),
  range.map(
    (range): Act =>
      (storage) =>
        storage.deleteRange({ ...range, start: range.start ?? "a" }),
  ),
  fc.constantFrom("", "a", "b/").map(
    (prefix): Act =>
      (storage) =>
        storage.listKeys(prefix),
  ),
  fc.constant<Act>((storage) => storage.clear()),
  fc.tuple(key, fc.boolean()).map(
    ([key, isUndone]): Act =>
      (storage) => {
        try {
          storage.transaction(() => {
            storage.set(key, 7);
            if (isUndone) throw new RangeError("undone");
          });
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
        }
      },
  ),
);

test("a view does what a storage of its own does, whatever is done, and leaves other keys alone", () => {
  const model = new Storage<number>({ byteStorage: sharedStorage(SHARED_NAMESPACE) });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
      reset();
      for (const outside of ["v", "v0", "u/a", "w"]) whole.set(outside, 1);
      for (const each of acts) expect(inCall(() => each(view))).toEqual(inCall(() => each(model)));
      expect(raw.keys().filter((key) => !key.startsWith("v/"))).toEqual(["u/a", "v", "v0", "w"]);
    }),
    { numRuns: 300 },
  );
});

test("a key of a view is stored behind the prefix", () => {
  view.set("a", 1);
  expect(raw.keys()).toEqual(["v/a"]);
  expect(whole.get("v/a")).toBe(1);
});

test("a view of a view has both prefixes", () => {
  const inner = new Storage<number>({ byteStorage: view.byteStorage, prefix: "w/" });
  inner.set("a", 1);
  expect(raw.keys()).toEqual(["v/w/a"]);
  expect([...view.keys()]).toEqual(["w/a"]);
  expect(inner.byteStorage.prefix).toBe("v/w/");
  inner.clear();
  expect(raw.keys()).toEqual([]);
});

test("a view without a prefix is the storage itself", () => {
  expect(prefixedStorage(hostStorage, "")).toBe(hostStorage);
});

test("a view of a shared namespace has the same prefix there", () => {
  view.namespace(SHARED_NAMESPACE).set("a", 1);
  expect(new Storage({ byteStorage: sharedStorage(SHARED_NAMESPACE) }).listKeys()).toEqual(["v/a"]);
});

test("a watch of a view tells of its keys as they are in the view", () => {
  const watch = view.watch("a");
  inCall(() => {
    view.set("a1", 1);
    view.set("b", 1);
    whole.set("a2", 1);
  });
  inCall(() => view.set("a1", 2));
  expect(watch.poll().changes.map(({ key, oldValue, newValue }) => [key, oldValue, newValue])).toEqual([
    ["a1", undefined, 1],
    ["a1", 1, 2],
  ]);
  expect(watch.close()).toBe(true);
});

test("a key of a view expires as any other", () => {
  view.set("a", 1, { ttlSeconds: 10 });
  expect(view.getEntry("a")?.expiresAt).toEqual(new Date(clock.now + 10_000));
  clock.now += 10_000;
  expect([...view.keys()]).toEqual([]);
});

test("the used bytes of a view are those of its namespace", () => {
  whole.set("a", 1);
  view.set("b", 1);
  expect([view.usedBytes(), view.usage().usedBytes]).toEqual([2 + 4, 2 + 4]);
});

test.each(["", "\ud800", "\udc00"])("a key that is none alone is none in a view: %j", (bad) => {
  for (const call of [() => view.get(bad), () => view.set(bad, 1), () => view.getMany([bad])])
    expect(call).toThrow(expect.objectContaining({ code: "invalid-key" }));
});

test("a prefix obeys the rules of keys", () => {
  expect(() => new Storage({ prefix: "\ud800" })).toThrow(expect.objectContaining({ code: "invalid-key" }));
  expect(() => new Storage({ prefix: "a\n" }).get("b")).toThrow(expect.objectContaining({ code: "invalid-key" }));
  // @ts-expect-error a number is no prefix
  expect(() => new Storage({ prefix: 1 })).toThrow(TypeError);
});

test("removing a range of a view needs a bound, as everywhere", () => {
  view.set("a", 1);
  expect(() => view.deleteRange({})).toThrow(expect.objectContaining({ code: "invalid-argument" }));
  expect(() => view.deleteRange("")).toThrow(expect.objectContaining({ code: "invalid-argument" }));
  expect(view.deleteRange("a")).toBe(1);
});
