import {
  Cell,
  Counter,
  LookupMap,
  LookupSet,
  MultiMap,
  PriorityQueue,
  StorageDeque,
  StorageMap,
  StorageQueue,
  StorageSet,
  StorageVector,
  TreeMap,
} from "@airssys/collections";
import { type ByteStorage, hostStorage } from "@airssys/storage";
import { beforeEach, describe, expect, test } from "vitest";
import { clock, raw } from "../../storage/test/host-binding.ts";
import { blindedNames } from "../src/blinded-names.ts";
import { encrypted } from "../src/index.ts";
import { CIPHERS, keyRing, openHost, rotateTo } from "./setting.ts";

beforeEach(() => openHost());

describe.each(CIPHERS)("collections over values sealed by %s", (_name, make) => {
  const sealed = () => encrypted(hostStorage, make());

  test("do what they do over plain ones, show no value in the store, and survive a rotation", () => {
    fill(hostStorage);
    const expected = contentsOf(hostStorage);
    const plainKeys = raw.keys();
    expect(plainKeys.some((key) => storedText(key).includes("secret"))).toBe(true);

    openHost();
    fill(sealed());
    expect(contentsOf(sealed())).toEqual(expected);
    expect(raw.keys()).toEqual(plainKeys);
    expect(plainKeys.filter((key) => storedText(key).includes("secret"))).toEqual([]);

    rotateTo(keyRing(2));
    expect(sealed().reencrypt({ limit: 1_000 })).toMatchObject({
      resealed: plainKeys.length,
      unopened: [],
      cursor: undefined,
    });
    rotateTo(keyRing(2, [2]));
    expect(contentsOf(sealed())).toEqual(expected);
  });

  test("refuse to count up a counter that expires, which keeps its number and its end; a plain one beside it counts", () => {
    const limited = new Counter("requests", { byteStorage: sealed() });
    limited.increment(1, { ttlSeconds: 60 });
    clock.now += 1_500;
    expect(() => limited.increment(1, { ttlSeconds: 60 })).toThrow(
      expect.objectContaining({ code: "expiring-counter" }),
    );
    clock.now += 58_499;
    expect(limited.value).toBe(1n);
    clock.now += 1;
    expect(limited.value).toBe(0n);
    const plain = new Counter("plain requests");
    plain.increment(1, { ttlSeconds: 60 });
    expect(plain.increment(1, { ttlSeconds: 60 })).toBe(2n);
  });

  test("tell the element that was altered when they come to it, and can drop it unread", () => {
    const queue = new StorageQueue<string>("queue", { byteStorage: sealed() });
    for (const job of ["a", "b", "c"]) queue.push(job);
    const [first = ""] = raw.keys();
    const stored = raw.get(first) as Uint8Array;
    raw.set(first, stored.with(-1, 255 - (stored.at(-1) as number)));
    expect(() => queue.shift()).toThrow(expect.objectContaining({ code: "refused", key: first }));
    expect(queue.dropFirst()).toBe(true);
    expect([queue.shift(), queue.shift(), queue.shift()]).toEqual(["b", "c", undefined]);
  });

  test("find entries under blinded keys, and cannot walk them", () => {
    const byteStorage = encrypted(hostStorage, make(), { names: blindedNames({ key: new Uint8Array(32).fill(5) }) });
    const patients = new LookupMap<string, string>("patients", { byteStorage });
    patients.set("ada", "secret");
    expect([patients.get("ada"), patients.has("bob"), patients.update("ada", (old) => `${old}!`)]).toEqual([
      "secret",
      false,
      "secret!",
    ]);
    expect(patients.delete("ada")).toBe(true);
    expect(() => [...new StorageMap("patients", { byteStorage })]).toThrow(
      expect.objectContaining({ code: "blinded-names" }),
    );
    expect(() => patients.clear()).toThrow(expect.objectContaining({ code: "blinded-names" }));
  });
});

function openOn(byteStorage: ByteStorage) {
  return {
    cell: new Cell<string>("cell", { byteStorage }),
    counter: new Counter("counter", { byteStorage }),
    map: new StorageMap<string, string>("map", { byteStorage }),
    set: new StorageSet<number>("set", { byteStorage }),
    lookupSet: new LookupSet<number>("lookup set", { byteStorage }),
    vector: new StorageVector<string>("vector", { byteStorage }),
    queue: new StorageQueue<string>("queue", { byteStorage }),
    deque: new StorageDeque<string>("deque", { byteStorage }),
    tree: new TreeMap<number, string>("tree", { byteStorage }),
    multi: new MultiMap<string, number>("multi", { byteStorage }),
    heap: new PriorityQueue<string, number>("heap", { byteStorage }),
  };
}

function fill(byteStorage: ByteStorage): void {
  const { cell, counter, map, set, lookupSet, vector, queue, deque, tree, multi, heap } = openOn(byteStorage);
  cell.set("secret");
  counter.increment(5);
  counter.decrement(7);
  for (let index = 0; index < 25; index++) {
    const secret = `secret ${index}`;
    map.set(`key ${index % 20}`, secret);
    set.add(index % 7);
    lookupSet.add(index % 7);
    vector.push(secret);
    queue.push(secret);
    if (index % 2 === 0) deque.push(secret);
    else deque.unshift(secret);
    tree.set(index * 0.5, secret);
    multi.add(`key ${index % 3}`, index);
    heap.push(secret, 100 - index);
  }
  map.delete("key 3");
  vector.swapRemove(2);
  queue.shift();
  deque.pop();
  heap.shift();
}

function contentsOf(byteStorage: ByteStorage): unknown {
  const { cell, counter, map, set, lookupSet, vector, queue, deque, tree, multi, heap } = openOn(byteStorage);
  const checked = [cell, counter, map, set, vector, queue, deque, tree, multi, heap].flatMap((each) => each.check());
  return {
    cell: cell.get(),
    counter: counter.decrement(0),
    map: [...map],
    mapSize: map.size,
    set: [...set.values()],
    inLookupSet: [lookupSet.has(6), lookupSet.has(7)],
    vector: [...vector.values()],
    queue: [...queue.values()],
    deque: [...deque.values()],
    nearest: [tree.floor(3.2), tree.ceiling(3.2), tree.first(), tree.last()],
    range: [...tree.range({ start: 2, end: 4 })],
    multi: [...multi.entries()],
    heap: [...heap.entries()],
    checked,
  };
}

function storedText(key: string): string {
  return Buffer.from(raw.get(key) as Uint8Array).toString("latin1");
}
