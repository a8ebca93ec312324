// What indexes hold for whom: also after expiry, without a rebuild, and for values that cannot be read.
import { bytesCodec, hostStorage } from "@airssys/storage";
import { beforeEach, describe, expect, test } from "vitest";
import { clock, raw, reset } from "../../storage/test/host-binding.ts";
import { Cell, IndexedMap, NotUniqueError, StorageMap } from "../src/index.ts";

beforeEach(reset);

interface Item {
  readonly e: string;
  readonly n?: number;
}

function itemsMap() {
  return new IndexedMap("m", { indexes: { e: { by: ({ e }: Item) => e, unique: true }, n: ({ n }: Item) => n } });
}

describe("a place in a unique index", () => {
  test("that another entry has is not given up by one that never had it", () => {
    new StorageMap<string, Item>("m").set("u1", { e: "x" }).set("u3", { e: "x" });
    const map = itemsMap().set("u2", { e: "x" });
    map.delete("u1");
    expect(map.index("e").entry("x")).toEqual(["u2", { e: "x" }]);
    map.set("u3", { e: "y" });
    expect(map.index("e").entry("x")).toEqual(["u2", { e: "x" }]);
    expect(map.check()).toEqual([]);
  });

  test("that expired before its entry and was taken stays with who took it", () => {
    const map = itemsMap().set("u", { e: "x" }, { ttlSeconds: 10 });
    hostStorage.extend("m!mu", 100);
    clock.now += 11_000;
    map.set("w", { e: "x" });
    expect(() => map.set("u", { e: "x" })).toThrow(NotUniqueError);
    map.delete("u");
    expect(map.index("e").entry("x")).toEqual(["w", { e: "x" }]);
  });

  test("that is missing is there again once the entry is set", () => {
    const map = itemsMap().set("u", { e: "x", n: 1 });
    hostStorage.deleteRange({ prefix: "m!m " });
    expect(map.set("u", { e: "x", n: 1 }).check()).toEqual([]);
  });
});

test("what a rebuild made for an entry that expired is found no more when its key comes back, and is nobody's", () => {
  const map = itemsMap().set("u1", { e: "x", n: 1 }, { ttlSeconds: 10 });
  map.rebuild();
  clock.now += 11_000;
  map.set("u1", { e: "y", n: 2 });
  expect(map.index("e").get("x")).toBeUndefined();
  expect(map.index("e").has("x")).toBe(false);
  expect(map.index("n").has(1)).toBe(false);
  expect([...map.index("n").range()]).toEqual([["u1", { e: "y", n: 2 }]]);
  expect([...map.index("n").range({ reverse: true, limit: 1 })]).toEqual([["u1", { e: "y", n: 2 }]]);
  map.set("u2", { e: "x", n: 3 });
  expect(map.index("e").entry("x")?.[0]).toBe("u2");
  expect(map.index("e").entry("y")?.[0]).toBe("u1");
});

describe("a ttl", () => {
  test("that is extended or taken away is so in the indexes too", () => {
    const map = itemsMap().set("u", { e: "x", n: 1 }, { ttlSeconds: 10 }).set("w", { e: "z" }, { ttlSeconds: 10 });
    map.extend("u", 100);
    expect([map.ttl("u"), map.persist("w"), map.persist("w"), map.ttl("w")]).toEqual([100, true, false, undefined]);
    clock.now += 11_000;
    expect(map.index("e").entry("x")).toEqual(["u", { e: "x", n: 1 }]);
    expect(map.index("n").entry(1)).toEqual(["u", { e: "x", n: 1 }]);
    expect(map.index("e").has("z")).toBe(true);
    expect(map.check()).toEqual([]);
    clock.now += 90_000;
    expect(raw.keys().toSorted()).toEqual(["m!m e!z", "m!mw"]);
  });

  test("of a map without indexes is asked and changed in place; an absent key has none", () => {
    const map = new StorageMap<string, number>("s").set("k", 1, { ttlSeconds: 10 });
    expect(map.ttl("k")).toBe(10);
    map.extend("k", 20);
    expect([map.ttl("k"), map.persist("k"), map.ttl("k"), map.get("k")]).toEqual([20, true, undefined, 1]);
    for (const each of [map, itemsMap()]) {
      expect(() => each.ttl("none")).toThrow(expect.objectContaining({ code: "key-not-found" }));
      expect(() => each.extend("none", 1)).toThrow(expect.objectContaining({ code: "key-not-found" }));
      expect(() => each.persist("none")).toThrow(expect.objectContaining({ code: "key-not-found" }));
    }
  });
});

describe("a value that an index cannot take, or that nobody can read,", () => {
  const map = () => new IndexedMap("m", { indexes: { first: ({ tags }: { tags: string[] }) => tags[0] } });

  beforeEach(() => {
    map().set("good", { tags: ["a"] });
    raw.set("m!mnone", new TextEncoder().encode("{}"));
    raw.set("m!mtorn", new TextEncoder().encode("{"));
  });

  test("is reported by check, and nothing is repaired around it", () => {
    expect(map().check({ repair: true })).toEqual([
      { key: "m!mnone", problem: expect.stringContaining("an index cannot take it"), isRepaired: false },
      { key: "m!mtorn", problem: expect.any(String), isRepaired: false },
    ]);
    expect(() => map().rebuild()).toThrow();
    expect([...map().index("first").entries("a")]).toHaveLength(1);
  });

  test("can be deleted and replaced", () => {
    expect([map().delete("none"), map().delete("torn")]).toEqual([true, true]);
    expect(map().check()).toEqual([]);
    raw.set("m!mtorn", new TextEncoder().encode("{"));
    map().set("torn", { tags: ["b"] });
    expect(map().index("first").entry("b")?.[0]).toBe("torn");
    expect(map().check()).toEqual([]);
  });
});

test("a map has at most 49 indexes, all of which may move at once", () => {
  const indexes = (count: number) => {
    return Object.fromEntries(Array.from({ length: count }, (_, index) => [`i${index}`, (value: number) => value]));
  };
  expect(() => new IndexedMap("m", { indexes: indexes(50) })).toThrow(RangeError);
  const map = new IndexedMap<string, number>("m", { indexes: indexes(49) }).set("k", 1).set("k", 2);
  expect(map.check()).toEqual([]);
  expect(map.index("i48").get(2)).toBe(2);
});

describe("what was just written", () => {
  const codec = {
    encode: (value: { readonly at: Date }) => new TextEncoder().encode(String(Math.floor(value.at.getTime() / 1_000))),
    decode: (bytes: Uint8Array) => ({ at: new Date(Number(new TextDecoder().decode(bytes)) * 1_000) }),
  };
  const given = { at: new Date(1_999) };
  const kept = { at: new Date(1_000) };

  test("is answered as it is read from then on, and not as it was given", () => {
    const map = new StorageMap<string, { readonly at: Date }>("m", { codec });
    expect(map.getOrInsert("a", given)).toEqual(kept);
    expect(map.update("b", () => given)).toEqual(kept);
    expect(new Cell<{ readonly at: Date }>("c", { codec }).update(() => given)).toEqual(kept);
  });

  test("is not shared with the caller", () => {
    const map = new StorageMap<string, Uint8Array>("m", { codec: bytesCodec() });
    map.getOrInsert("k", new Uint8Array([1])).fill(9);
    expect(map.get("k")).toEqual(new Uint8Array([1]));
    const cell = new Cell("c", { default: new Uint8Array([1]), codec: bytesCodec() });
    cell.get().fill(9);
    expect(cell.get()).toEqual(new Uint8Array([1]));
  });
});
