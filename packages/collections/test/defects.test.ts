// Ways in which durable collections lose data, each as a sentence about what ours do instead.
import { bytesCodec, hostStorage, Storage, type StorageError, sharedStorage, structuredCodec } from "@airssys/storage";
import { beforeEach, describe, expect, test } from "vitest";
import { clock, inCall, openAs, raw, reset, SHARED_NAMESPACE } from "../../storage/test/host-binding.ts";
import {
  Cell,
  Counter,
  IndexedMap,
  jsonKeys,
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
} from "../src/index.ts";

beforeEach(reset);

function errorOf(work: () => unknown): Partial<StorageError> {
  try {
    work();
  } catch (error) {
    return error as StorageError;
  }
  throw new Error("nothing was thrown");
}

describe("members", () => {
  test("objects are compared by what they hold, and not by reference", () => {
    const set = new StorageSet("s", { keyCodec: jsonKeys<{ id: number; kind: string }>() });
    set.add({ id: 1, kind: "pear" }).add({ id: 2, kind: "apple" });
    expect(set.has({ kind: "pear", id: 1 })).toBe(true);
    expect(set.delete({ kind: "pear", id: 1 })).toBe(true);
    expect(set.has({ id: 1, kind: "pear" })).toBe(false);
    expect([...set]).toEqual([{ id: 2, kind: "apple" }]);
  });

  test("objects that are no keys are refused, unless something makes keys of them", () => {
    const set = new StorageSet<object>("s");
    expect(errorOf(() => set.add({ id: 1 })).code).toBe("invalid-key");
    expect(errorOf(() => new LookupSet<unknown>("s").add(undefined)).code).toBe("invalid-key");
    expect(errorOf(() => new StorageSet<unknown>("j", { keyCodec: jsonKeys() }).add(new Date())).code).toBe(
      "invalid-key",
    );
    expect(errorOf(() => new StorageSet<unknown>("j", { keyCodec: jsonKeys() }).add({ a: Number.NaN })).code).toBe(
      "invalid-key",
    );
  });

  test.each([[0], [""], [false]])("a falsy last member (%j) is removed like any other", (falsy) => {
    const set = new StorageSet<unknown>("s");
    set.add("x").add(falsy);
    expect(set.delete(falsy)).toBe(true);
    expect(set.has(falsy)).toBe(false);
    expect([...set]).toEqual(["x"]);
    set.add(falsy);
    expect(set.delete("x")).toBe(true);
    expect([...set]).toEqual([falsy]);
  });

  test.each([[0], [""], [false], [null]])("a falsy last element (%j) is removed like any other", (falsy) => {
    const vector = new StorageVector<unknown>("v");
    vector.push("a", "b", falsy);
    expect(vector.swapRemove(0)).toBe("a");
    expect([...vector]).toEqual([falsy, "b"]);
    expect(vector.pop()).toBe("b");
    expect(vector.pop()).toBe(falsy);
    expect(vector.length).toBe(0);
  });

  test("numbers, strings and bigints that look the same are different keys", () => {
    const map = new StorageMap<unknown, string>("m");
    map.set(1, "number").set("1", "string").set(1n, "bigint").set(true, "boolean").set("true", "text");
    expect(map.size).toBe(5);
    expect([map.get(1), map.get("1"), map.get(1n), map.get(true)]).toEqual(["number", "string", "bigint", "boolean"]);
  });
});

describe("options", () => {
  test("any of them may be given without the others", () => {
    expect(new StorageMap<string, number>("a", { byteStorage: hostStorage }).set("k", 1).get("k")).toBe(1);
    expect(new LookupMap<string, number>("b", {}).set("k", 1).get("k")).toBe(1);
    expect(new StorageMap<string, number>("c", { keyCodec: undefined, codec: undefined }).set("k", 1).get("k")).toBe(1);
    expect(new Cell("d", { default: 1 }).get()).toBe(1);
    expect(new StorageVector("e", { codec: bytesCodec() }).push(new Uint8Array([1]))).toBe(1);
    const vector = new StorageVector("e", { codec: bytesCodec() });
    expect(vector.at(0)).toEqual(new Uint8Array([1]));
  });

  test("a codec of bytes keeps every byte, in every collection", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const codec = bytesCodec();
    const map = new StorageMap<string, Uint8Array>("m", { codec });
    expect(map.set("k", bytes).get("k")).toEqual(bytes);
    expect([...map]).toEqual([["k", bytes]]);
    const queue = new StorageQueue<Uint8Array>("q", { codec });
    queue.push(bytes);
    expect(queue.shift()).toEqual(bytes);
  });
});

describe("prefixes", () => {
  const names = ["a", "ab", "a!", "a b", 'a"', "a! ", "b", "\0", "a\u00a0"];

  test("names that begin each other never meet", () => {
    for (const name of names) {
      new LookupMap<string, string>(name).set("b1", name).set("1", name).set("", name).set("!", name);
    }
    expect(new LookupMap("ab").get("1")).toBe("ab");
    for (const name of names) {
      const map = new StorageMap<string, string>(name);
      expect([...map.values()]).toEqual([name, name, name, name]);
      map.clear();
      expect(map.size).toBe(0);
    }
    expect(raw.size()).toBe(0);
  });

  test("names and keys that begin each other never meet when they are nested", () => {
    const outer = new MapOf<unknown, MapOf<unknown, StorageSet<unknown>>>("a", (place) => new MapOf(place, StorageSet));
    const keys: unknown[] = [...names, "", [], ["a"], ["a", ""], ["a", "b"], [["a"], ""], [["a", ""]], 1, 1n];
    for (const key of keys) for (const inner of keys) outer.get(key).get(inner).add("x");
    expect(outer.size).toBe(keys.length);
    for (const [index, key] of keys.entries()) {
      expect(outer.get(key).size).toBe(keys.length);
      expect(outer.delete(key)).toBe(true);
      expect(outer.size).toBe(keys.length - index - 1);
    }
    expect(raw.keys()).toEqual([]);
  });

  test("a queue, its index-like texts and a map with indexes never meet", () => {
    const map = new IndexedMap("m", { indexes: { x: (value: string) => value } });
    map.set("x!v!k", "v").set(" x", "v").set("k", "v");
    expect(map.size).toBe(3);
    expect([...map.index("x").entries("v")].map(([key]) => key)).toEqual([" x", "k", "x!v!k"]);
    map.clear();
    expect(raw.keys()).toEqual([]);
  });
});

describe("clear", () => {
  test("gives every byte back and leaves no key", () => {
    const map = new StorageMap<number, string>("m");
    for (let key = 0; key < 100; key++) map.set(key, "x".repeat(100));
    map.clear();
    expect(raw.size()).toBe(0);
    expect(map.has(5)).toBe(false);
    expect(map.size).toBe(0);
    expect([...map]).toEqual([]);
  });

  test("removes what is nested at any depth, and indexes", () => {
    const outer = new MapOf("o", (place) => {
      return new IndexedMap<string, number>(place, { indexes: { byValue: (value) => value } });
    });
    outer.get("a").set("k", 1).set("l", 2);
    outer.get("ab").set("k", 1);
    expect(outer.delete("a")).toBe(true);
    expect(outer.get("a").index("byValue").has(1)).toBe(false);
    expect(outer.get("ab").index("byValue").get(1)).toBe(1);
    outer.clear();
    expect(raw.keys()).toEqual([]);
  });

  test("and writing anew does not bring the old back", () => {
    const vector = new StorageVector<string>("v");
    vector.push("a", "b", "c");
    vector.clear();
    vector.push("d");
    expect([...vector]).toEqual(["d"]);
    expect(vector.at(1)).toBeUndefined();
  });
});

describe("iterators", () => {
  test("need no argument", () => {
    const map = new StorageMap<string, number>("m").set("a", 1);
    expect([...map.keys()]).toEqual(["a"]);
    expect([...map.values()]).toEqual([1]);
    expect([...map.entries()]).toEqual([["a", 1]]);
    expect([...new StorageSet("s").add("a").keys()]).toEqual(["a"]);
  });

  test("with a limit beyond the end stop at the end, and hold nothing that is not there", () => {
    const map = new StorageMap<string, number>("m").set("a", 1).set("b", 2);
    expect([...map.keys({ limit: 10 })]).toEqual(["a", "b"]);
    expect([...map.keys({ limit: 0 })]).toEqual([]);
    expect([...map.keys({ after: "b" })]).toEqual([]);
    expect(() => [...map.keys({ limit: -1 })]).toThrow(RangeError);
    expect(() => [...map.keys({ limit: 1.5 })]).toThrow(RangeError);
  });

  test("are iterable themselves, have the methods of iterators, and can be left at any time", () => {
    const map = new StorageMap<string, number>("m").set("a", 1).set("b", 2);
    const walk = map.entries();
    expect(walk[Symbol.iterator]()).toBe(walk);
    for (const [key] of walk) if (key === "a") break;
    expect(walk.next().done).toBe(true);
    expect(
      map
        .keys()
        .map((key) => key + key)
        .toArray(),
    ).toEqual(["aa", "bb"]);
    expect(new Map(map)).toEqual(
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
    );
    expect(new Set(["a", "x"]).intersection(new StorageSet("s").add("a"))).toEqual(new Set(["a"]));
  });

  test("skip nothing while the loop removes what it visits", () => {
    const map = new StorageMap<string, number>("m");
    for (const letter of "abcdef") map.set(letter, 1);
    let visited = "";
    for (const [key] of map) {
      visited += key;
      map.delete(key);
    }
    expect(visited).toBe("abcdef");
    expect(map.size).toBe(0);
  });

  test("do not bring back what the loop removed before its turn", () => {
    const map = new StorageMap<string, number>("m").set("a", 1).set("b", 1).set("c", 1);
    for (const [key, value] of map) {
      if (key === "a") map.delete("b");
      else map.set(key, value + 1);
    }
    expect([...map]).toEqual([
      ["a", 1],
      ["c", 2],
    ]);
  });
});

describe("values", () => {
  test("that JSON would change are refused, and nothing is written", () => {
    const map = new StorageMap<string, unknown>("m");
    const changed = [new Map(), new Uint8Array(1), Number.NaN, undefined, -0, 1n, new Date(), new (class User {})()];
    for (const value of changed) expect(errorOf(() => map.set("k", value)).code).toBe("invalid-argument");
    expect(map.has("k")).toBe(false);
  });

  test("that look like something else stay what they are", () => {
    const map = new StorageMap<string, unknown>("m");
    for (const value of [
      { value: "12", typeInfo: "bigint" },
      "2026-01-01T00:00:00.000Z",
      "12n",
      { $date: 1 },
      "null",
    ]) {
      expect(map.set("k", value).get("k")).toEqual(value);
    }
  });

  test("that are null are there, and those that are not there are undefined", () => {
    const map = new StorageMap<string, null>("m").set("k", null);
    expect(map.get("k")).toBeNull();
    expect(map.has("k")).toBe(true);
    expect(map.get("none")).toBeUndefined();
    expect(map.getOrInsert("k", null)).toBeNull();
    const kept = new StorageMap<string, unknown>("s", { codec: structuredCodec() }).set("k", undefined);
    expect(kept.has("k")).toBe(true);
    expect(kept.getOrInsert("k", 1)).toBeUndefined();
  });

  test("of a default are never shared: what one caller does to its copy, no other sees", () => {
    const cell = new Cell("c", { default: { tags: ["a"] } });
    cell.get().tags.push("b");
    expect(cell.get()).toEqual({ tags: ["a"] });
    expect(cell.has()).toBe(false);
  });
});

describe("indexes", () => {
  test.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])(
    "that are no whole numbers (%d) find nothing by rounding",
    (index) => {
      const vector = new StorageVector<string>("v");
      vector.push("a", "b");
      for (const work of [
        () => vector.at(index),
        () => vector.set(index, "x"),
        () => vector.swapRemove(index),
        () => new StorageQueue("v").at(index),
        () => new VectorOf("o", StorageMap).at(index),
      ]) {
        expect(work).toThrow(RangeError);
      }
      expect(() => vector.at("0" as unknown as number)).toThrow(TypeError);
      expect([...vector]).toEqual(["a", "b"]);
    },
  );

  test("that are not there are neither written nor removed", () => {
    const vector = new StorageVector<string>("v");
    vector.push("a");
    expect(() => vector.set(1, "x")).toThrow(RangeError);
    expect(() => vector.set(-2, "x")).toThrow(RangeError);
    expect(() => vector.swapRemove(1)).toThrow(RangeError);
    expect(() => vector.swapRemove(-2)).toThrow(RangeError);
    expect([...vector]).toEqual(["a"]);
    vector.clear();
    expect(() => vector.swapRemove(-1)).toThrow("the vector has no element -1");
  });

  test("below 0 count from the end, wherever there are indexes", () => {
    const vector = new StorageVector<string>("v");
    vector.push("a", "b", "c", "d");
    vector.set(-1, "D");
    expect([vector.at(-1), vector.swapRemove(-3), vector.swapRemove(-1)]).toEqual(["D", "b", "c"]);
    expect([...vector]).toEqual(["a", "D"]);
  });
});

describe("two handles", () => {
  test("on one vector agree on its length at every moment", () => {
    const [left, right] = [new StorageVector<string>("v"), new StorageVector<string>("v")];
    left.push("a");
    right.push("b");
    expect([left.length, right.length]).toEqual([2, 2]);
    expect(left.pop()).toBe("b");
    right.push("c");
    expect([...left]).toEqual(["a", "c"]);
    right.clear();
    expect(left.push("d")).toBe(1);
  });

  test("on one queue take each element once", () => {
    const [left, right] = [new StorageQueue<number>("q"), new StorageQueue<number>("q")];
    left.push(1, 2, 3);
    expect([right.shift(), left.shift(), right.shift(), left.shift()]).toEqual([1, 2, 3, undefined]);
  });

  test("on one nested collection are the same collection", () => {
    const carts = new MapOf("carts", StorageMap<string, number>);
    const cart = carts.get("ada");
    new MapOf("carts", StorageMap<string, number>).get("ada").set("pears", 3);
    expect(cart.get("pears")).toBe(3);
    carts.delete("ada");
    expect(cart.size).toBe(0);
    cart.set("plums", 1);
    expect(carts.has("ada")).toBe(true);
  });

  test("in two namespaces are two collections", () => {
    const own = new StorageMap<string, string>("m").set("k", "own");
    const shared = new StorageMap<string, string>("m", { byteStorage: sharedStorage(SHARED_NAMESPACE) }).set(
      "k",
      "shared",
    );
    expect([own.get("k"), shared.get("k")]).toEqual(["own", "shared"]);
    shared.clear();
    expect([own.size, shared.size]).toEqual([1, 0]);
  });
});

describe("keys", () => {
  test("are not amplified: a member takes its own bytes and the name's", () => {
    new LookupSet("s").add("member");
    expect(raw.keys()).toEqual(["s!smember"]);
    expect(raw.size()).toBe("s!smember".length);
    new StorageVector("v").push(1);
    expect(raw.keys()).toContain("v!va0");
  });

  test("that are too long are refused with the length that they may have, and nothing is written", () => {
    const map = new StorageMap<string, number>("m");
    const error = errorOf(() => map.set("k".repeat(253), 1));
    expect(error.code).toBe("invalid-key");
    expect(error.message).toContain("at most 252 bytes here, got 253");
    expect(map.set("k".repeat(252), 1).get("k".repeat(252))).toBe(1);
    expect([...map.keys()]).toHaveLength(1);
    expect([...map.keys({ after: "k".repeat(252) })]).toEqual([]);
    expect(new TreeMap<string, number>("m").floor("k".repeat(252))?.[1]).toBe(1);
    const deep = new MapOf("deep", (place) => new MapOf(place, StorageSet));
    expect(errorOf(() => deep.get("k".repeat(200)).get("l".repeat(60))).code).toBe("invalid-key");
  });

  test("that are lone surrogates are refused, and not repaired into another key", () => {
    expect(errorOf(() => new StorageMap("m").set("\ud800", 1)).code).toBe("invalid-key");
    expect(errorOf(() => new StorageMap("\ud800")).code).toBe("invalid-key");
    expect(errorOf(() => new PriorityQueue("p").push("x", Number.NaN)).code).toBe("invalid-key");
  });

  test("are in the order of code points, and not of UTF-16", () => {
    const set = new StorageSet("s").addMany(["😀", "ﬁ", "a", "z"]);
    expect([...set]).toEqual(["a", "z", "ﬁ", "😀"]);
  });
});

describe("ordered maps", () => {
  test("take what was removed again and stay in order", () => {
    const map = new TreeMap<number, string>("t");
    for (const key of [5, 1, 9, 3, 7]) map.set(key, "x");
    for (const key of [5, 1, 9]) map.delete(key);
    for (const key of [9, 1, 5]) map.set(key, "y");
    expect([...map.keys()]).toEqual([1, 3, 5, 7, 9]);
    expect(map.floor(4)).toEqual([3, "x"]);
    expect(map.check()).toEqual([]);
  });

  test("leave no stale entry behind a range that was removed", () => {
    const map = new TreeMap<number, number>("t");
    map.setMany(Array.from({ length: 50 }, (_, key) => [key, key]));
    expect(map.deleteRange({ start: 10, end: 40 })).toBe(30);
    expect(map.ceiling(10)).toEqual([40, 40]);
    expect(map.get(20)).toBeUndefined();
    expect(map.size).toBe(20);
  });
});

describe("names", () => {
  test("are needed, and are strings", () => {
    expect(() => new StorageMap("")).toThrow(TypeError);
    expect(() => new StorageMap(undefined as unknown as string)).toThrow(TypeError);
    expect(() => new StorageMap(1 as unknown as string)).toThrow(TypeError);
    const nested = new MapOf("o", (place) => new StorageMap(place, { byteStorage: hostStorage }));
    expect(() => nested.get("a")).toThrow(TypeError);
  });
});

describe("expiry", () => {
  test("takes an entry out of its map, its indexes and its length at the same instant", () => {
    const map = new IndexedMap("m", { indexes: { byValue: { by: (value: string) => value, unique: true } } });
    map.set("k", "v", { ttlSeconds: 10 });
    expect(map.index("byValue").entry("v")).toEqual(["k", "v"]);
    clock.now += 10_000;
    expect(map.index("byValue").has("v")).toBe(false);
    expect([map.size, map.has("k")]).toEqual([0, false]);
    expect(map.set("l", "v").index("byValue").entry("v")).toEqual(["l", "v"]);
    expect(map.check()).toEqual([]);
  });

  test("that is gone from an entry is gone from its indexes", () => {
    const map = new IndexedMap("m", { indexes: { byValue: (value: string) => value } });
    map.set("k", "v", { ttlSeconds: 10 }).set("k", "v");
    clock.now += 10_000;
    expect(map.index("byValue").get("v")).toBe("v");
    map.set("k", "v", { ttlSeconds: 10 });
    clock.now += 10_000;
    expect(map.check()).toEqual([]);
    expect(raw.keys()).toEqual([]);
  });
});

describe("elements that the codec cannot read", () => {
  const tear = (key: string) => raw.set(key, new TextEncoder().encode("{"));

  test("block no end of a queue: they can be dropped unread", () => {
    const deque = new StorageDeque<string>("d");
    deque.push("a", "b", "c");
    tear("d!qa0");
    tear("d!qa2");
    expect(() => deque.shift()).toThrow();
    expect([deque.dropFirst(), deque.dropLast(), deque.shift()]).toEqual([true, true, "b"]);
    expect([deque.dropFirst(), deque.dropLast()]).toEqual([false, false]);
  });

  test("block no end of a priority queue", () => {
    const queue = new PriorityQueue<string>("p");
    for (const priority of [1, 2, 3]) queue.push(`${priority}`, priority);
    for (const key of raw.keys().filter((_, index) => index !== 1)) tear(key);
    expect(() => queue.shift()).toThrow();
    expect([queue.dropFirst(), queue.dropLast(), queue.shift(), queue.dropLast()]).toEqual([true, true, "2", false]);
  });

  test("can be dropped from a vector, and replaced in it", () => {
    const vector = new StorageVector<string>("v");
    vector.push("a", "b", "c");
    for (const key of ["v!va1", "v!va2"]) tear(key);
    expect(() => vector.pop()).toThrow();
    expect(vector.dropLast()).toBe(true);
    vector.set(1, "B");
    expect([...vector]).toEqual(["a", "B"]);
  });
});

describe("more keys than the host removes at once", () => {
  const COUNT = 100_001;

  test("go in parts where the host lets one call change so many, all of them and nothing else", {
    timeout: 120_000,
  }, () => {
    openAs({ host: { limits: { callKeysMax: 200_000 } } });
    const outer = new MapOf("o", TreeMap<number, number>);
    outer.get("b").set(1, 1);
    inCall(() => void outer.get("a").setMany(Array.from({ length: COUNT }, (_, key) => [key - 1, 0])));
    expect(inCall(() => outer.get("a").deleteRange({ start: -1 }))).toBe(COUNT);
    expect(raw.keys()).toEqual(['o!Mb!m"nbff0000000000000']);
  });

  test("stay as they are where they are more than one call may change, and go in parts over several calls", () => {
    const map = new TreeMap<number, number>("t");
    const entries = Array.from({ length: 12_000 }, (_, key) => [key, 0] as const);
    for (const part of [entries.slice(0, 6_000), entries.slice(6_000)]) inCall(() => void map.setMany(part));
    expect(errorOf(() => inCall(() => map.clear())).code).toBe("limit-exceeded");
    expect(map.size).toBe(12_000);
    expect(inCall(() => map.deleteRange({ end: 6_000 }))).toBe(6_000);
    inCall(() => map.clear());
    expect(raw.keys()).toEqual([]);
  });
});

test("a range without any bound removes nothing", () => {
  const map = new TreeMap<string, number>("t").set("a", 1);
  expect(errorOf(() => map.deleteRange({ end: undefined })).code).toBe("invalid-argument");
  expect(map.size).toBe(1);
});

test("keys that no bound could be put behind are refused, whatever they are made of", () => {
  const name = "n".repeat(246);
  const queue = new PriorityQueue<string>(name, { keyCodec: { encode: String, decode: Number } });
  queue.push("x", 1_000);
  expect(errorOf(() => queue.push("x", 10_000)).code).toBe("invalid-key");
  expect([queue.shiftMany(2), queue.size]).toEqual([["x"], 0]);
  const map = new IndexedMap("m", { indexes: { i: (value: string) => value } });
  expect(errorOf(() => map.set("k", "v".repeat(248))).code).toBe("invalid-key");
  map.set("k", "v".repeat(247));
  expect([...map.index("i").entries("v".repeat(247))]).toHaveLength(1);
  expect([...map.index("i").range()]).toHaveLength(1);
});

test("a handle that was kept across a pop makes no hole", () => {
  const vector = new VectorOf("v", StorageMap<string, number>);
  vector.push().set("a", 0);
  vector.push();
  const kept = vector.push();
  for (let round = 0; round < 3; round++) vector.pop();
  kept.set("k", 1);
  expect(vector.length).toBe(3);
  expect([...vector].map((map) => map.size)).toEqual([0, 0, 1]);
  expect([vector.at(0)?.size, vector.at(-1)?.get("k"), vector.at(3)]).toEqual([0, 1, undefined]);
  vector.push().set("l", 2);
  expect(vector.check()).toEqual([]);
  expect([vector.length, vector.pop(), vector.pop(), vector.length]).toEqual([4, true, true, 2]);
  expect([...vector]).toHaveLength(2);
});

test("a counter with a ttl begins once, whatever its number is later", () => {
  const counter = new Counter("c");
  counter.increment(3, { ttlSeconds: 10 });
  clock.now += 6_000;
  counter.increment(-3);
  expect(counter.increment(1, { ttlSeconds: 10 })).toBe(1n);
  expect(hostStorage.ttl("c!n")).toBe(4);
  clock.now += 4_000;
  expect(counter.increment(2, { ttlSeconds: 10 })).toBe(2n);
  expect(hostStorage.ttl("c!n")).toBe(10);
  counter.set(0);
  counter.increment(1, { ttlSeconds: 10 });
  expect(hostStorage.ttl("c!n")).toBeUndefined();
  expect(errorOf(() => new Counter("d").increment(2n ** 63n, { ttlSeconds: 1 })).code).toBe("invalid-argument");
  expect(new Counter("d").value).toBe(0n);
});

test("a collection beside keys of another program finds them when it is checked, and touches none of them", () => {
  new Storage().set("m!\u00a0", 1);
  const map = new StorageMap<string, number>("m").set("k", 1);
  expect(map.check()).toEqual([{ key: "m!\u00a0", problem: expect.any(String), isRepaired: false }]);
  expect(new MultiMap("m").check()).toHaveLength(2);
});
