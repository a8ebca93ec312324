// A collection that is opened under the name of another kind says so before it writes, and loses nothing.
import { Storage } from "@airssys/storage";
import { beforeEach, describe, expect, test } from "vitest";
import { hostCallsOf, inCall, raw, reset } from "../../storage/test/host-binding.ts";
import {
  Cell,
  Counter,
  IndexedMap,
  LookupMap,
  LookupSet,
  MapOf,
  MultiMap,
  PriorityQueue,
  StorageDeque,
  StorageMap,
  StorageQueue,
  StorageSet,
  StorageVector,
  TreeMap,
  VectorOf,
  WrongKindError,
} from "../src/index.ts";

beforeEach(reset);

/** What a handle of each kind writes first, by the class that stands for the kind. */
const WRITES: Readonly<Record<string, (name: string) => unknown>> = {
  StorageMap: (name) => new StorageMap(name).set("k", 1),
  StorageSet: (name) => new StorageSet(name).add("k"),
  StorageVector: (name) => new StorageVector(name).push(1),
  StorageQueue: (name) => new StorageQueue(name).push(1),
  PriorityQueue: (name) => new PriorityQueue(name).push(1, 1),
  MultiMap: (name) => new MultiMap(name).add("k", "v"),
  Counter: (name) => new Counter(name).increment(),
  Cell: (name) => new Cell(name).set(1),
  "MapOf StorageSet": (name) => new MapOf(name, StorageSet).get("k").add("v"),
  "MapOf StorageMap": (name) => new MapOf(name, StorageMap).get("k").set("v", 1),
  "VectorOf StorageSet": (name) => new VectorOf(name, StorageSet).push().add("v"),
};

const PAIRS = Object.keys(WRITES).flatMap((stored) => {
  return Object.keys(WRITES).flatMap((opened) => (opened === stored ? [] : [[stored, opened] as const]));
});

function stored(): Record<string, string> {
  return Object.fromEntries(raw.keys().map((key) => [key, String(raw.get(key))]));
}

describe.each(PAIRS)("a %s opened as a %s", (first, second) => {
  test("says so at the first write, names both, and everything stays as it was", () => {
    inCall(() => WRITES[first]?.("users"));
    const before = stored();
    let error: unknown;
    try {
      inCall(() => WRITES[second]?.("users"));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(WrongKindError);
    expect(error).toMatchObject({ name: "WrongKindError", code: "wrong-kind", payload: { tag: "invalid-argument" } });
    const { stored: found, opened } = error as WrongKindError;
    expect([found.startsWith(first.split(" ")[0] ?? ""), opened.startsWith(second.split(" ")[0] ?? "")]).toEqual([
      true,
      true,
    ]);
    expect((error as WrongKindError).message).toContain(`"users" is a ${found}, and was opened as a ${opened}`);
    expect(stored()).toEqual(before);
  });
});

test.each([
  [
    "a LookupMap, a StorageMap and a TreeMap",
    () => [new LookupMap("n"), new StorageMap("n"), new TreeMap("n")].map((map) => map.set("k", 1)),
  ],
  ["a LookupSet and a StorageSet", () => [new LookupSet("n"), new StorageSet("n")].map((set) => set.add("k"))],
  [
    "a StorageQueue and a StorageDeque",
    () => [new StorageQueue("n"), new StorageDeque("n")].map((queue) => queue.push(1)),
  ],
])("%s are one kind", (_what, write) => {
  expect(write).not.toThrow();
});

test("every way to write looks, removing too", () => {
  new StorageMap("n").set("k", 1);
  const writes: (() => unknown)[] = [
    () => new StorageSet("n").delete("k"),
    () => new StorageSet("n").clear(),
    () => new StorageSet("n").addMany(["k"]),
    () => new StorageVector("n").pop(),
    () => new StorageQueue("n").shift(),
    () => new StorageDeque("n").unshift(1),
    () => new PriorityQueue("n").dropFirst(),
    () => new Counter("n").set(1),
    () => new Cell("n").update(() => 1),
    () => new MultiMap("n").delete("k"),
    () => new MapOf("n", StorageSet).delete("k"),
    () => new VectorOf("n", StorageSet).push(),
  ];
  for (const write of writes) expect(write).toThrow(WrongKindError);
  expect(new StorageMap("n").get("k")).toBe(1);
});

test("a handle that was refused is refused again, and one of the right kind goes on", () => {
  const set = new StorageSet<string>("n");
  new StorageMap("n").set("k", 1);
  expect(() => set.add("a")).toThrow(WrongKindError);
  expect(() => set.add("a")).toThrow(WrongKindError);
  new StorageMap("n").clear();
  expect(set.add("a").size).toBe(1);
});

test("the empty collection of a name may become one of another kind", () => {
  new StorageMap("n").set("k", 1).clear();
  expect(new StorageVector("n").push(1)).toBe(1);
});

test("a map that has indexes is not written without them", () => {
  const users = new IndexedMap<string, { age: number }>("users", { indexes: { byAge: (user) => user.age } });
  users.set("ada", { age: 36 });
  expect(() => new StorageMap("users").set("bob", { age: 1 })).toThrow(
    '"users" is a IndexedMap, and was opened as a StorageMap',
  );
  expect(() => new TreeMap("users").delete("ada")).toThrow(WrongKindError);
  expect(users.index("byAge").get(36)).toEqual({ age: 36 });
});

test("a map without indexes may be given some", () => {
  new StorageMap<string, number>("users").set("ada", 36);
  const users = new IndexedMap<string, number>("users", { indexes: { byAge: (age) => age } });
  expect(users.set("bob", 41).rebuild()).toBe(2);
  expect([...users.index("byAge").range()]).toEqual([
    ["ada", 36],
    ["bob", 41],
  ]);
});

test("kinds are told apart in nested collections as deep as they go", () => {
  new MapOf("n", (place) => new MapOf(place, StorageSet<string>)).get("a").get("b").add("c");
  const other = new MapOf("n", (place) => new MapOf(place, StorageMap<string, number>));
  expect(() => other.get("x").get("y").set("z", 1)).toThrow(
    '"n" is a MapOf MapOf StorageSet, and was opened as a MapOf MapOf StorageMap',
  );
});

test("a write that is undone leaves the name to whoever comes next", () => {
  const map = new StorageMap<string, number>("n");
  expect(() =>
    inCall(() => {
      map.set("k", 1);
      throw new Error("undone");
    }),
  ).toThrow("undone");
  inCall(() => new StorageVector("n").push(1));
  expect(new StorageVector("n").length).toBe(1);
});

test("keys of another program under the name are no collection", () => {
  new Storage().set("n!?", 1);
  expect(new StorageMap("n").set("k", 1).get("k")).toBe(1);
});

test("two kinds that were written at the same time are both kept", () => {
  const [map, set] = [new StorageMap<string, number>("n"), new StorageSet<string>("n")];
  map.set("a", 1).clear();
  set.add("a");
  map.set("a", 2);
  expect([map.get("a"), [...map], [...set]]).toEqual([2, [["a", 2]], ["a"]]);
});

test("a look is one call of the host", () => {
  expect(hostCallsOf(() => new StorageMap("n").set("k", 1))).toEqual({ storageRangeKeys: 1, storageSet: 1 });
});
