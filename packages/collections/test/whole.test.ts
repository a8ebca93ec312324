// A change that fails leaves the collection as it was; and what `check` says about collections that somebody else has
// touched.
import { hostStorage } from "@airssys/storage";
import { beforeEach, describe, expect, test } from "vitest";
import { failNextWith, hostCallsOf, inCall, openAs, raw, reset } from "../../storage/test/host-binding.ts";
import {
  Cell,
  Counter,
  IndexedMap,
  MapOf,
  MultiMap,
  NotUniqueError,
  PriorityQueue,
  StorageDeque,
  StorageMap,
  StorageQueue,
  StorageSet,
  StorageVector,
  VectorOf,
} from "../src/index.ts";

beforeEach(reset);

interface User {
  readonly email: string;
  readonly age?: number;
}

function usersMap() {
  return new IndexedMap("users", {
    indexes: {
      byEmail: { by: ({ email }: User) => email, unique: true },
      byAge: ({ age }: User) => age,
    },
  });
}

function stored(): [string, string][] {
  return raw.keys().map((key) => [key, String(raw.get(key))]);
}

/** Every change of several keys, on collections that hold something. */
const CHANGES: Record<string, () => unknown> = {
  "set with indexes": () => usersMap().set("ada", { email: "new@x", age: 40 }),
  "delete with indexes": () => usersMap().delete("ada"),
  "setMany with indexes": () =>
    usersMap().setMany([
      ["eve", { email: "e@x" }],
      ["ada", { email: "n@x" }],
    ]),
  rebuild: () => usersMap().rebuild(),
  setMany: () => new StorageMap<number, number>("m").setMany(Array.from({ length: 350 }, (_, key) => [key, key])),
  addMany: () => new StorageSet<number>("s").addMany(Array.from({ length: 350 }, (_, member) => member)),
  "push of many": () => new StorageVector<number>("v").push(...Array.from({ length: 350 }, (_, index) => index)),
  swapRemove: () => new StorageVector<string>("v").swapRemove(0),
  pop: () => new StorageVector<string>("v").pop(),
  "unshift of many": () => new StorageDeque<number>("q").unshift(...Array.from({ length: 350 }, (_, index) => index)),
  shift: () => new StorageQueue<string>("q").shift(),
  "shift of a priority queue": () => new PriorityQueue<string>("p").shift(),
  "delete of an outer key": () => new MapOf("o", StorageMap<string, number>).delete("a"),
  "pop of a vector of maps": () => new VectorOf("w", StorageMap<string, number>).pop(),
  "increment with a ttl": () => new Counter("c").increment(1, { ttlSeconds: 5 }),
  "update of a map": () => new StorageMap<string, number>("m").update("a", (value = 0) => value + 1),
};

function fill(): void {
  usersMap().set("ada", { email: "ada@x", age: 36 }).set("bob", { email: "bob@x" });
  new StorageMap<string, number>("m").set("a", 1);
  new StorageVector<string>("v").push("a", "b", "c");
  new StorageQueue<string>("q").push("a", "b");
  new PriorityQueue<string>("p").push("a", 1);
  new MapOf("o", StorageMap<string, number>).get("a").set("k", 1).set("l", 2);
  new VectorOf("w", StorageMap<string, number>).push().set("k", 1);
}

describe.each(Object.entries(CHANGES))("%s", (_name, change) => {
  test("happens whole or not at all, whichever of its host calls fails", () => {
    reset();
    fill();
    const calls = Object.values(hostCallsOf(change)).reduce((sum, count) => sum + count, 0);
    expect(calls).toBeGreaterThan(0);
    for (let before = 0; before < calls; before++) {
      reset();
      fill();
      const kept = stored();
      failNextWith({ tag: "quota-exceeded", val: { used: 1n, quota: 1n, requested: 1n } }, before);
      inCallThatMayFail(() => caught(change));
      expect(stored()).toEqual(kept);
    }
  });
});

/** A call that leaves a transaction open, since its commit failed, is rolled back by the host as a whole. */
function inCallThatMayFail(work: () => void): void {
  try {
    inCall(work);
  } catch (error) {
    expect(error).toHaveProperty("message", expect.stringContaining("neither committed nor rolled back"));
  }
}

/** Goes on after a failure, as a component may, so that its call is committed. */
function caught(change: () => unknown): void {
  try {
    change();
  } catch (error) {
    expect(error).toHaveProperty("code", "quota-exceeded");
    return;
  }
  throw new Error("nothing failed");
}

test("a vector stays whole when the quota is used up in the middle of a push", () => {
  openAs({ grants: { quotaBytes: 1_000 } });
  const vector = new StorageVector<string>("v");
  vector.push("a");
  expect(() => vector.push(...Array.from({ length: 200 }, () => "0123456789"))).toThrow(
    expect.objectContaining({ code: "quota-exceeded" }),
  );
  expect([...vector]).toEqual(["a"]);
  expect(vector.check()).toEqual([]);
});

describe("a unique index", () => {
  test("refuses a second entry, and changes nothing then", () => {
    const users = usersMap().set("ada", { email: "ada@x", age: 1 });
    const kept = stored();
    expect(() => users.set("eve", { email: "ada@x" })).toThrow(NotUniqueError);
    expect(() => users.set("eve", { email: "ada@x" })).toThrow(
      expect.objectContaining({ code: "not-unique", index: "byEmail" }),
    );
    expect(() =>
      users.setMany([
        ["bob", { email: "bob@x" }],
        ["eve", { email: "ada@x" }],
      ]),
    ).toThrow(NotUniqueError);
    expect(stored()).toEqual(kept);
  });

  test("takes the same entry again, and a value that another entry gave up", () => {
    const users = usersMap().set("ada", { email: "ada@x" });
    users.set("ada", { email: "ada@x", age: 7 }).set("ada", { email: "new@x" }).set("eve", { email: "ada@x" });
    expect(users.index("byEmail").entry("ada@x")?.[0]).toBe("eve");
    users.delete("eve");
    users.set("bob", { email: "ada@x" });
    expect(users.index("byEmail").entry("ada@x")?.[0]).toBe("bob");
    expect(users.check()).toEqual([]);
  });
});

describe("an index", () => {
  test("answers a range in its own order, and knows nothing of what is undefined", () => {
    const users = usersMap();
    users.set("a", { email: "a@x", age: 30 }).set("b", { email: "b@x" }).set("c", { email: "c@x", age: 7 });
    expect([...users.index("byAge").range()].map(([id]) => id)).toEqual(["c", "a"]);
    expect([...users.index("byAge").range({ start: 8, last: 30 })].map(([id]) => id)).toEqual(["a"]);
    expect([...users.index("byAge").range({ reverse: true, limit: 1 })].map(([id]) => id)).toEqual(["a"]);
    users.set("a", { email: "a@x" });
    expect([...users.index("byAge").range()].map(([id]) => id)).toEqual(["c"]);
    expect([...users.index("byAge").entries(7)]).toEqual([["c", { email: "c@x", age: 7 }]]);
    expect(() => (users as unknown as IndexedMap).index("byName")).toThrow(TypeError);
  });

  test("by a tuple finds what has all of its parts", () => {
    const posts = new IndexedMap("posts", { indexes: { by: ({ by, at }: { by: string; at: number }) => [by, at] } });
    posts.set("p1", { by: "ada", at: 3 }).set("p2", { by: "ada", at: 1 }).set("p3", { by: "ad", at: 2 });
    expect([...posts.index("by").range({ start: ["ada"], end: ["ada", 3] })].map(([id]) => id)).toEqual(["p2"]);
    expect(posts.index("by").entry(["ada", 3])?.[0]).toBe("p1");
  });

  test("is made for a map that had none", () => {
    const plain = new StorageMap<string, User>("users");
    plain.setMany(Array.from({ length: 250 }, (_, index) => [`u${index}`, { email: `${index}@x`, age: index % 10 }]));
    const users = usersMap();
    expect(users.index("byEmail").has("7@x")).toBe(false);
    expect(users.check()).toHaveLength(500);
    expect(users.rebuild()).toBe(500);
    expect(users.index("byEmail").entry("7@x")?.[0]).toBe("u7");
    expect([...users.index("byAge").entries(3)]).toHaveLength(25);
    expect(users.check()).toEqual([]);
  });

  test("that cannot be unique is not made, and what was there stays", () => {
    const plain = new StorageMap<string, User>("users");
    plain.set("a", { email: "x" }).set("b", { email: "y" });
    usersMap().rebuild();
    plain.set("c", { email: "x" });
    const kept = stored();
    expect(() => usersMap().rebuild()).toThrow(NotUniqueError);
    expect(stored()).toEqual(kept);
  });
});

describe("check", () => {
  const text = (value: string) => new TextEncoder().encode(value);

  test("finds entries of an index without a value, and values that an index does not know, and repairs both", () => {
    const users = usersMap().set("ada", { email: "ada@x", age: 36 }).set("bob", { email: "bob@x" });
    raw.set('users!m byAge!"nc042000000000000!none', new Uint8Array());
    raw.set("users!meve", text(JSON.stringify({ email: "eve@x", age: 7 })));
    hostStorage.delete("users!mbob");
    const problems = users.check();
    expect(problems.map(({ key }) => key).toSorted()).toEqual(
      ["users!meve", "users!meve", 'users!m byAge!"nc042000000000000!none', "users!m byEmail!bob@x"].toSorted(),
    );
    expect(problems.every(({ isRepaired }) => !isRepaired)).toBe(true);
    expect(users.check({ repair: true }).every(({ isRepaired }) => isRepaired)).toBe(true);
    expect(users.check()).toEqual([]);
    expect(users.index("byEmail").entry("eve@x")?.[0]).toBe("eve");
  });

  test("does not repair a unique index that two entries lay claim to", () => {
    const users = usersMap().set("ada", { email: "x" });
    raw.set("users!meve", text(JSON.stringify({ email: "x" })));
    const kept = stored();
    expect(users.check({ repair: true })).toEqual([
      { key: "users!meve", problem: expect.stringContaining("another entry"), isRepaired: false },
    ]);
    expect(stored()).toEqual(kept);
  });

  test("finds holes in vectors and queues, and closes them in their order", () => {
    const vector = new StorageVector<string>("v");
    vector.push(..."abcdefghijkl");
    for (const gone of ["v!va0", "v!va3", "v!vb10"]) hostStorage.delete(gone);
    expect(vector.check()).toEqual(
      ["v!va1", "v!va4", "v!vb11"].map((key) => ({
        key,
        problem: "1 elements before it are missing",
        isRepaired: false,
      })),
    );
    expect(vector.check({ repair: true }).every(({ isRepaired }) => isRepaired)).toBe(true);
    expect(vector.check()).toEqual([]);
    expect([...vector].join("")).toBe("bcefghijl");
    expect(vector.length).toBe(9);

    const deque = new StorageDeque<number>("q");
    deque.push(2, 3, 4);
    deque.unshift(0, 1);
    hostStorage.delete("q!qa0");
    expect(deque.check({ repair: true })).toHaveLength(1);
    expect([...deque]).toEqual([0, 1, 3, 4]);
    expect([deque.length, deque.at(2)]).toEqual([4, 3]);
  });

  test("finds what somebody else put under the name of a collection", () => {
    for (const key of ["a!b", " own", "bad", '"zz']) raw.set(`m!m${key}`, text("{"));
    raw.set("m!mgood", text("1"));
    expect(new StorageMap("m").check().map(({ key }) => key)).toEqual(["m!m own", 'm!m"zz', "m!ma!b", "m!mbad"]);
    expect(new StorageSet("m").check().length).toBe(5);
    expect(new StorageVector("m").check().length).toBe(5);
    expect(new StorageQueue("m").check().length).toBe(5);
    expect(new PriorityQueue("m").check().length).toBe(5);
    expect(new Counter("m").check().length).toBe(5);
    expect(new Cell("m").check().length).toBe(5);
    expect(new MultiMap("m").check().length).toBeGreaterThan(3);
    expect(new MapOf("m", StorageMap<string, number>).check().length).toBeGreaterThan(3);
    expect(new VectorOf("m", StorageMap<string, number>).check().length).toBe(5);
  });

  test("asks nested collections", () => {
    const outer = new MapOf("o", StorageMap<string, number>);
    outer.get("a").set("k", 1);
    const rows = new VectorOf("w", StorageVector<string>);
    rows.push().push("a", "b");
    expect([...outer.check(), ...rows.check()]).toEqual([]);
    raw.set("o!Ma!mk", text("{"));
    raw.set("w!Va0!va7", text('"h"'));
    expect(outer.check().map(({ key }) => key)).toEqual(["o!Ma!mk"]);
    expect(rows.check({ repair: true })).toEqual([
      { key: "w!Va0!va7", problem: "5 elements before it are missing", isRepaired: true },
    ]);
    expect([...(rows.at(0) ?? [])]).toEqual(["a", "b", "h"]);
  });
});
