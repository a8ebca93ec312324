// What each method says that it costs, counted at the host.
import { beforeEach, describe, expect, test } from "vitest";
import { hostCallsOf, reset } from "../../storage/test/host-binding.ts";
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
} from "../src/index.ts";

beforeEach(reset);

/** How many calls of the host some work makes. */
function callsOf(work: () => unknown): number {
  return Object.values(hostCallsOf(work)).reduce((sum, count) => sum + count, 0);
}

type Costs = readonly (readonly [what: string, calls: number, work: () => unknown])[];

function testCosts(costs: Costs): void {
  test.each(costs)("%s: %i", (_what, calls, work) => expect(callsOf(work)).toBe(calls));
}

const many = (count: number) => Array.from({ length: count }, (_, index): [number, number] => [index, index]);
const drain = (items: Iterable<unknown>) => Array.from(items).length;

describe("a LookupMap", () => {
  const map = new LookupMap<number, number>("m");
  beforeEach(() => void map.setMany(many(3)));
  testCosts([
    ["get", 1, () => map.get(1)],
    ["getMany of 100", 1, () => map.getMany(many(100).map(([key]) => key))],
    ["getMany of 101", 2, () => map.getMany(many(101).map(([key]) => key))],
    ["has", 1, () => map.has(1)],
    ["set", 1, () => map.set(1, 1)],
    ["set with a ttl", 1, () => map.set(1, 1, { ttlSeconds: 5 })],
    ["ttl", 1, () => map.ttl(1)],
    ["extend", 1, () => map.extend(1, 5)],
    ["persist", 1, () => map.persist(1)],
    ["setMany of none", 0, () => map.setMany([])],
    ["setMany of 100", 1, () => map.setMany(many(100))],
    ["setMany of 250", 5, () => map.setMany(many(250))],
    ["getOrInsert of one that is there", 1, () => map.getOrInsert(1, 1)],
    ["getOrInsert of one that is not", 2, () => map.getOrInsert(9, 1)],
    ["update", 2, () => map.update(1, (value = 0) => value + 1)],
    ["delete", 1, () => map.delete(1)],
    ["clear", 1, () => map.clear()],
  ]);
});

describe("a StorageMap", () => {
  const map = new StorageMap<number, number>("m");
  beforeEach(() => void map.setMany(many(1_200)));
  testCosts([
    ["size", 1, () => map.size],
    ["the first of its entries", 1, () => map.entries().next()],
    ["10 entries", 1, () => drain(map.entries({ limit: 10 }))],
    ["110 entries", 2, () => drain(map.entries({ limit: 110 }))],
    ["1 200 entries", 4, () => drain(map)],
    ["1 200 keys", 4, () => drain(map.keys({ reverse: true }))],
    [
      "each of 1 200 entries replaced while walking",
      4 + 1_200,
      () => map.forEach((value, key) => void map.set(key, value + 1)),
    ],
    ["check", 2, () => map.check()],
    ["clear", 1, () => map.clear()],
  ]);
});

describe("a TreeMap", () => {
  const map = new TreeMap<number, number>("m");
  beforeEach(() => void map.setMany(many(300)));
  testCosts([
    ["first", 1, () => map.first()],
    ["last", 1, () => map.last()],
    ["floor", 1, () => map.floor(7.5)],
    ["ceiling", 1, () => map.ceiling(7.5)],
    ["lower", 1, () => map.lower(7)],
    ["higher", 1, () => map.higher(7)],
    ["a range of 100", 2, () => drain(map.range({ start: 100, end: 200 }))],
    ["count", 1, () => map.count({ start: 100, last: 199 })],
    ["deleteRange", 1, () => map.deleteRange({ start: 100, end: 200 })],
  ]);
});

describe("an IndexedMap", () => {
  const map = new IndexedMap<number, number>("m", {
    indexes: { byHalf: (value) => Math.floor(value / 2), byValue: { by: (value) => value, unique: true } },
  });
  const plain = new IndexedMap<number, number>("plain", { indexes: { byValue: (value) => value } });
  beforeEach(() => {
    map.setMany(many(120));
    plain.set(2, 2);
  });
  testCosts([
    ["get", 1, () => map.get(1)],
    ["set of a new one", 3, () => map.set(1_000, 1_000)],
    ["set of one that moves in both indexes", 3, () => map.set(1, 1_000)],
    ["delete", 3, () => map.delete(1)],
    ["extend", 5, () => map.extend(1, 5)],
    ["persist", 5, () => map.persist(1)],
    ["set without a unique index", 2, () => plain.set(1, 1)],
    ["delete without a unique index", 2, () => plain.delete(2)],
    ["delete of one that is not there", 1, () => map.delete(1_000)],
    [
      "setMany of 3",
      11,
      () =>
        map.setMany([
          [1, 501],
          [2, 502],
          [3, 503],
        ]),
    ],
    ["get by a unique index", 2, () => map.index("byValue").get(7)],
    ["get by an index", 2, () => map.index("byHalf").get(7)],
    ["has of an index", 2, () => map.index("byHalf").has(7)],
    ["110 entries of an index", 4, () => drain(map.index("byHalf").range({ limit: 110 }))],
    ["rebuild of 240 marks", 2 + 1 + 3 + 3, () => map.rebuild()],
    ["check", 1, () => map.check()],
    ["clear", 1, () => map.clear()],
  ]);
});

describe("a LookupSet and a StorageSet", () => {
  const lookup = new LookupSet<number>("s");
  beforeEach(() => void lookup.add(1));
  const set = new StorageSet<number>("s");
  beforeEach(() => void set.addMany(many(200).map(([member]) => member)));
  testCosts([
    ["has", 1, () => lookup.has(1)],
    ["add", 1, () => lookup.add(1)],
    ["addMany of 100", 1, () => lookup.addMany(many(100).map(([member]) => member))],
    ["delete", 1, () => lookup.delete(1)],
    ["clear", 1, () => lookup.clear()],
    ["size", 1, () => set.size],
    ["110 members", 2, () => drain(set.values({ limit: 110 }))],
    ["check", 1, () => set.check()],
  ]);
});

describe("a StorageVector", () => {
  const vector = new StorageVector<number>("v");
  beforeEach(() => void vector.push(...many(1_200).map(([value]) => value)));
  testCosts([
    ["length", 1, () => vector.length],
    ["at", 1, () => vector.at(600)],
    ["at the end", 1, () => vector.at(-1)],
    ["at, from the end", 2, () => vector.at(-2)],
    ["set", 2, () => vector.set(600, 1)],
    ["set, from the end", 3, () => vector.set(-2, 1)],
    ["push", 2, () => vector.push(1)],
    ["push of 100", 2, () => vector.push(...many(100).map(([value]) => value))],
    ["push of 250", 6, () => vector.push(...many(250).map(([value]) => value))],
    ["pop", 2, () => vector.pop()],
    ["swapRemove", 3, () => vector.swapRemove(600)],
    ["swapRemove, from the end", 3, () => vector.swapRemove(-2)],
    ["swapRemove of the last one", 2, () => vector.swapRemove(-1)],
    ["dropLast", 2, () => vector.dropLast()],
    ["slice of 10", 1, () => vector.slice(600, 610)],
    ["slice from the end", 2, () => vector.slice(-10)],
    ["1 200 elements", 4, () => drain(vector)],
    ["clear", 1, () => vector.clear()],
  ]);
});

describe("a StorageQueue and a StorageDeque", () => {
  const queue = new StorageQueue<number>("q");
  const deque = new StorageDeque<number>("q");
  beforeEach(() => queue.push(...many(300).map(([value]) => value)));
  testCosts([
    ["length", 2, () => queue.length],
    ["length of an empty one", 1, () => new StorageQueue("empty").length],
    ["at the beginning", 1, () => queue.at(0)],
    ["at the end", 1, () => queue.at(-1)],
    ["at", 2, () => queue.at(150)],
    ["push", 2, () => queue.push(1)],
    ["push of 250", 6, () => queue.push(...many(250).map(([value]) => value))],
    ["shift", 2, () => queue.shift()],
    ["dropFirst", 2, () => queue.dropFirst()],
    ["dropLast", 2, () => deque.dropLast()],
    ["shift of an empty one", 1, () => new StorageQueue("empty").shift()],
    ["shiftMany of 10", 2, () => queue.shiftMany(10)],
    ["shiftMany of 300", 4, () => queue.shiftMany(300)],
    ["pop", 2, () => deque.pop()],
    ["unshift", 2, () => deque.unshift(1)],
    ["110 elements", 2, () => drain(queue.values({ limit: 110 }))],
    ["clear", 1, () => queue.clear()],
  ]);
});

describe("a PriorityQueue", () => {
  const queue = new PriorityQueue<number>("p");
  beforeEach(() => {
    for (const [value] of many(20)) queue.push(value, value % 5);
  });
  testCosts([
    ["push", 2, () => queue.push(1, 3)],
    ["first", 1, () => queue.first()],
    ["last", 1, () => queue.last()],
    ["shift", 2, () => queue.shift()],
    ["pop", 2, () => queue.pop()],
    ["size", 1, () => queue.size],
    ["20 elements", 2, () => drain(queue)],
    ["clear", 1, () => queue.clear()],
  ]);
});

describe("a MultiMap", () => {
  const map = new MultiMap<number, number>("t");
  beforeEach(() => {
    for (const [value] of many(20)) map.add(value % 5, value);
  });
  testCosts([
    ["add", 1, () => map.add(1, 1)],
    ["has a key", 1, () => map.has(1)],
    ["has a pair", 1, () => map.has(1, 1)],
    ["delete of a key", 1, () => map.delete(1)],
    ["delete of a pair", 1, () => map.delete(1, 1)],
    ["get", 0, () => map.get(1)],
    ["the 4 values of a key", 1, () => drain(map.get(1))],
    ["size", 1, () => map.size],
    ["20 pairs", 2, () => drain(map)],
    ["5 keys of 20 pairs", 2, () => drain(map.keys())],
    ["clear", 1, () => map.clear()],
  ]);
});

describe("collections of collections", () => {
  const maps = new MapOf<number, StorageMap<number, number>>("o", StorageMap);
  const vectors = new VectorOf("v", StorageMap<number, number>);
  beforeEach(() => {
    for (const [key] of many(3)) maps.get(key).setMany(many(2_000));
    for (const _ of many(3)) vectors.push().set(1, 1);
  });
  testCosts([
    ["get", 0, () => maps.get(1)],
    ["set inside", 1, () => maps.get(1).set(1, 1)],
    ["has", 1, () => maps.has(1)],
    ["delete of one with 2 000 entries", 1, () => maps.delete(1)],
    ["3 keys with 2 000 entries each", 4, () => drain(maps.keys())],
    ["clear", 1, () => maps.clear()],
    ["length of a vector", 1, () => vectors.length],
    ["at of a vector", 1, () => vectors.at(1)],
    ["push of a vector", 2, () => vectors.push()],
    ["pop of a vector", 5, () => vectors.pop()],
    ["all of a vector", 4, () => drain(vectors)],
  ]);
});

describe("a Counter and a Cell", () => {
  const counter = new Counter("c");
  const cell = new Cell("d", { default: 1 });
  beforeEach(() => {
    counter.clear();
    cell.clear();
  });
  testCosts([
    ["value", 1, () => counter.value],
    ["increment", 1, () => counter.increment()],
    ["decrement", 1, () => counter.decrement()],
    ["increment with a ttl, at the beginning", 2, () => counter.increment(1, { ttlSeconds: 5 })],
    ["increment, and later with a ttl", 1 + 2, () => [counter.increment(), counter.increment(1, { ttlSeconds: 5 })]],
    ["set", 1, () => counter.set(7)],
    ["clear", 1, () => counter.clear()],
    ["get", 1, () => cell.get()],
    ["has of a cell", 1, () => cell.has()],
    ["set of a cell", 1, () => cell.set(2)],
    ["update of a cell", 2, () => cell.update((value) => value + 1)],
    ["delete of a cell", 1, () => cell.delete()],
  ]);
});

describe("the first write of a handle", () => {
  const nested = () => new MapOf("o", StorageMap<string, number>);
  const rooms = () => new MapOf("r", (place) => new MapOf(place, StorageSet<string>));
  testCosts([
    ["costs a look at the kind", 2, () => new LookupMap("a").set("k", 1)],
    ["of a set", 2, () => new LookupSet("b").add("k")],
    ["of a cell", 2, () => new Cell("c").set(1)],
    ["of an indexed map", 3, () => new IndexedMap("d", { indexes: { i: String } }).set("k", 1)],
    ["costs nothing more where the end is read anyway: a vector", 2, () => new StorageVector("e").push(1)],
    ["a queue", 2, () => new StorageQueue("f").push(1)],
    ["a deque", 2, () => new StorageDeque("g").unshift(1)],
    ["a vector of collections", 2, () => new VectorOf("h", StorageSet).push()],
    ["inside of a map", 2, () => nested().get("a").set("k", 1)],
    ["inside of maps of maps", 2, () => rooms().get("a").get("b").add("c")],
  ]);

  test("is the only one that looks: all that are nested in one map look once", () => {
    const maps = nested();
    maps.get("a").set("k", 1);
    expect(callsOf(() => maps.get("b").set("k", 1))).toBe(1);
    expect(callsOf(() => maps.delete("b"))).toBe(1);
  });
});
