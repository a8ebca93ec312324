// What `Storage` does with the interfaces of the contract beside `storage`.
import { beforeEach, expect, expectTypeOf, test } from "vitest";
import { clock, failNextWith, hostCallsOf, inCall, openAs, raw, reset } from "../../test/host-binding.ts";
import { type OpenTransaction, openTransaction } from "../byte-storage/open-transaction.ts";
import type { Codec } from "../codecs/codec.ts";
import { hostStorage, sharedStorage } from "../host/host-storage.ts";
import { Storage } from "./storage.ts";

const storage = new Storage<number>();
const bytes: Codec<Uint8Array> = { encode: (value) => value, decode: (value) => value };

beforeEach(reset);

function fill(count: number): string[] {
  const keys = Array.from({ length: count }, (_, index) => `n/${String(index).padStart(5, "0")}`);
  storage.setMany(keys.map((key, index) => [key, index]));
  return keys;
}

function refusalOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  throw new Error("nothing was thrown");
}

test("several values come back at the positions of their keys", () => {
  storage.setMany([
    ["a", 1],
    ["b", 2],
  ]);
  expect(storage.getMany(["b", "none", "a", "b"])).toEqual([2, undefined, 1, 2]);
  expect(storage.getMany(new Set<string>())).toEqual([]);
});

test("more than a hundred keys are read and written in as few calls as there are hundreds", () => {
  const entries = Array.from({ length: 250 }, (_, index): [string, number] => [`k${index}`, index]);
  expect(hostCallsOf(() => storage.setMany(entries))).toEqual({ storageBegin: 1, storageWrite: 3, storageCommit: 1 });
  const keys = entries.map(([key]) => key);
  expect(hostCallsOf(() => storage.getMany(keys))).toEqual({ storageGetMany: 3 });
  expect(storage.getMany(keys)).toEqual(entries.map(([, value]) => value));
});

test("values that are too many bytes for one answer come in several", () => {
  const files = new Storage({ codec: bytes });
  const keys = Array.from({ length: 40 }, (_, index) => `f${index}`);
  for (const [index, key] of keys.entries()) files.set(key, new Uint8Array(1_048_576).fill(index));
  expect(files.getMany([...keys, "none"]).map((value) => value?.[7])).toEqual([...keys.keys(), undefined]);
});

test("of several values that are set together, all are or none is", () => {
  openAs({ grants: { quotaBytes: 1_000 } });
  const entries = Array.from({ length: 250 }, (_, index): [string, number] => [`k${index}`, index]);
  expect(refusalOf(() => storage.setMany(entries))).toBe("quota-exceeded");
  expect(raw.keys()).toEqual([]);
});

test("an entry tells its version and when it expires", () => {
  storage.set("a", 1);
  storage.set("a", 2, { ttlSeconds: 60 });
  expect(storage.getEntry("a")).toEqual({ value: 2, version: 2n, expiresAt: new Date(clock.now + 60_000) });
  storage.set("a", 3);
  expect(storage.getEntry("a")).toEqual({ value: 3, version: 3n, expiresAt: undefined });
  expect(storage.getEntry("b")).toBeUndefined();
});

test("a batch is done whole when its checks hold, and not at all otherwise", () => {
  storage.set("a", 1);
  const version = storage.getEntry("a")?.version;
  expect(
    storage.batch().check("a", version).check("b", undefined).set("a", 2).set("b", 3).delete("none").commit(),
  ).toBe(2n);
  expect(refusalOf(() => storage.batch().check("a", version).set("a", 9).delete("b").commit())).toBe("conflict");
  expect(storage.getMany(["a", "b"])).toEqual([2, 3]);
});

test("a batch encodes at once, and reaches the host with its commit", () => {
  expect(() => storage.batch().set("a", Number.NaN)).toThrow("$ is NaN");
  expect(hostCallsOf(() => storage.batch().set("a", 1).set("b", 2, { ttlSeconds: 5 }))).toEqual({});
});

test("a version that was deleted and set again is not the same version", () => {
  storage.set("a", 1);
  const version = storage.getEntry("a")?.version;
  storage.delete("a");
  storage.set("a", 1);
  expect(refusalOf(() => storage.batch().check("a", version).delete("a").commit())).toBe("conflict");
});

test("a number is counted by the host and is still a number to everybody else", () => {
  expect(storage.increment("visits")).toBe(1);
  expect(storage.increment("visits", 10)).toBe(11);
  expect(storage.increment("visits", -20n)).toBe(-9n);
  expect(storage.get("visits")).toBe(-9);
  storage.set("visits", 2 ** 40);
  expect(storage.increment("visits")).toBe(2 ** 40 + 1);
});

test("twenty increments are twenty", () => {
  for (let index = 0; index < 20; index++) storage.increment("n");
  expect(storage.get("n")).toBe(20);
});

test("what is no whole number is not counted, and stays", () => {
  const anything = new Storage();
  for (const value of ["5", 1.5, null, [1], 1e21]) {
    anything.set("a", value);
    expect(refusalOf(() => storage.increment("a"))).toBe("invalid-argument");
    expect(anything.get("a")).toEqual(value);
  }
  expect(refusalOf(() => storage.increment("b", 0.5))).toBe("invalid-argument");
  expect(refusalOf(() => storage.increment("b", 2n ** 63n))).toBe("invalid-argument");
  expect(refusalOf(() => new Storage({ codec: bytes }).increment("b"))).toBe("invalid-argument");
  expect(raw.has("b")).toBe(false);
});

test("a sum that is no safe integer is refused as a number and kept as a bigint", () => {
  storage.set("a", Number.MAX_SAFE_INTEGER);
  expect(() => storage.increment("a")).toThrow("increment by a bigint");
  expect(storage.get("a")).toBe(Number.MAX_SAFE_INTEGER);
  expect(storage.increment("a", 2n)).toBe(2n ** 53n + 1n);
});

test("a key expires at its instant and is gone everywhere", () => {
  storage.set("a", 1, { ttlSeconds: 10 });
  storage.set("b", 2);
  expect(storage.ttl("a")).toBe(10);
  expect(storage.ttl("b")).toBeUndefined();
  clock.now += 9_500;
  expect(storage.ttl("a")).toBe(1);
  clock.now += 500;
  expect([storage.get("a"), storage.has("a"), storage.getEntry("a"), ...storage.getMany(["a"])]).toEqual([
    undefined,
    false,
    undefined,
    undefined,
  ]);
  expect([storage.listKeys(), [...storage.keys()], storage.count(), storage.usedBytes()]).toEqual([["b"], ["b"], 1, 2]);
  expect(refusalOf(() => storage.ttl("a"))).toBe("key-not-found");
});

test("an expiry is moved, taken away, kept by counting and lost by setting", () => {
  storage.set("a", 1, { ttlSeconds: 10 });
  storage.extend("a", 100);
  storage.increment("a");
  expect(storage.ttl("a")).toBe(100);
  expect([storage.persist("a"), storage.persist("a")]).toEqual([true, false]);
  expect(storage.ttl("a")).toBeUndefined();
  storage.setMany([["a", 1]], { ttlSeconds: 5 });
  storage.batch().set("b", 1, { ttlSeconds: 6 }).commit();
  expect([storage.ttl("a"), storage.ttl("b")]).toEqual([5, 6]);
  storage.set("a", 2);
  expect(storage.ttl("a")).toBeUndefined();
});

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 10 ** 15])(
  "%d seconds are no ttl, and nothing is written",
  (ttlSeconds) => {
    const calls = [
      () => storage.set("a", 1, { ttlSeconds }),
      () => storage.setMany([["a", 1]], { ttlSeconds }),
      () => storage.batch().set("a", 1, { ttlSeconds }).commit(),
    ];
    for (const call of calls) expect(refusalOf(call)).toBe("invalid-argument");
    expect(raw.keys()).toEqual([]);
    storage.set("a", 1);
    expect(refusalOf(() => storage.extend("a", ttlSeconds))).toBe("invalid-argument");
  },
);

test("a walk reads as many pages as it needs and no more", () => {
  const keys = fill(2_500);
  expect(hostCallsOf(() => expect([...storage.keys()]).toEqual(keys))).toEqual({ storageRangeKeys: 4 });
  expect(hostCallsOf(() => expect([...storage.entries("n/")].at(-1)).toEqual(["n/02499", 2_499]))).toEqual({
    storageRange: 4,
  });
  expect(hostCallsOf(() => storage.entries("n/").next())).toEqual({ storageRange: 1 });
  expect(hostCallsOf(() => storage.entries("n/"))).toEqual({});
});

test("a range is what all its bounds hold", () => {
  for (const key of ["a", "b/1", "b/2", "b/3", "c"]) storage.set(key, 1);
  expect([...storage.keys({ start: "b/2" })]).toEqual(["b/2", "b/3", "c"]);
  expect([...storage.keys({ end: "b/2" })]).toEqual(["a", "b/1"]);
  expect([...storage.keys({ prefix: "b/", start: "b/2", end: "c" })]).toEqual(["b/2", "b/3"]);
  expect([...storage.keys({ start: "b/2", end: "b/2" })]).toEqual([]);
  expect([...storage.keys({ start: "c", end: "a" })]).toEqual([]);
  expect([...storage.keys("b/", { reverse: true })]).toEqual(["b/3", "b/2", "b/1"]);
  expect([...storage.keys("b/", { reverse: true, limit: 2 })]).toEqual(["b/3", "b/2"]);
  expect([...storage.keys("b/", { limit: 0 })]).toEqual([]);
  expect([storage.count(), storage.count("b/"), storage.count({ start: "b/2", end: "c" })]).toEqual([5, 3, 2]);
});

test.each([{ reverse: false }, { reverse: true }])(
  "a walk goes on from where one stopped, wherever that was ($reverse)",
  ({ reverse }) => {
    const keys = fill(350);
    const expected = reverse ? keys.toReversed() : keys;
    const visited: string[] = [];
    let after: string | undefined;
    do {
      const walk = storage.keys("n/", { reverse, after, limit: 1 + (visited.length % 130) });
      visited.push(...walk);
      after = walk.after;
    } while (after !== undefined);
    expect(visited).toEqual(expected);
  },
);

test("the key to go on after of a walk that was broken off is the last key that was visited", () => {
  fill(10);
  const walk = storage.entries("n/");
  for (const [key] of walk) if (key === "n/00003") break;
  expect(walk.after).toBe("n/00003");
  storage.delete("n/00003");
  expect(storage.entries("n/", { after: walk.after }).next().value).toEqual(["n/00004", 4]);
  expect(walk.next()).toEqual({ done: true, value: undefined });
});

test("going on after a key never leads out of the range", () => {
  for (const key of ["a", "b/1", "b/2", "c"]) storage.set(key, 1);
  expect([...storage.keys("b/", { after: "a" })]).toEqual(["b/1", "b/2"]);
  expect([...storage.keys("b/", { after: "c" })]).toEqual([]);
  expect([...storage.keys({ start: "b/2" }, { after: "a" })]).toEqual(["b/2", "c"]);
  expect([...storage.keys({ end: "b/2" }, { after: "c", reverse: true })]).toEqual(["b/1", "a"]);
  expect(refusalOf(() => storage.keys("b/", { after: "\ud800" }))).toBe("invalid-key");
  expect(refusalOf(() => [...storage.keys("b/", { after: "" })])).toBe("invalid-key");
});

test("everything was visited once there is no key to go on after", () => {
  fill(100);
  const whole = storage.keys("n/", { limit: 100 });
  expect([...whole]).toHaveLength(100);
  expect(whole.after).toBeUndefined();
  const part = storage.keys("n/", { limit: 99 });
  expect([...part]).toHaveLength(99);
  expect(part.after).toBe("n/00098");
  expect(storage.keys("n/").after).toBeUndefined();
});

test("keys that are removed and added during a walk are not visited twice or passed over", () => {
  fill(300);
  const visited: string[] = [];
  for (const key of storage.keys()) {
    visited.push(key);
    storage.delete(key);
    storage.set(`a/${key}`, 1); // before the walk
    if (visited.length === 50) storage.set("z", 1); // after it
  }
  expect(visited).toHaveLength(301);
  expect(new Set(visited).size).toBe(301);
});

test("several walks at once do not disturb each other", () => {
  fill(250);
  const [left, right] = [storage.keys(), storage.keys("n/", { reverse: true })];
  const pairs = Array.from({ length: 250 }, () => [left.next().value, right.next().value]);
  expect(pairs.map(([key]) => key)).toEqual(pairs.map(([, key]) => key).toReversed());
});

test("a value that cannot be decoded stops a walk where it is, and is not passed over", () => {
  storage.set("a", 1);
  raw.set("b", new Uint8Array([0xff]));
  storage.set("c", 3);
  const walk = storage.entries();
  expect(walk.next().value).toEqual(["a", 1]);
  expect(() => walk.next()).toThrow('"b": the value is not JSON');
  expect(() => walk.next()).toThrow('"b": the value is not JSON');
  expect(walk.after).toBe("a");
});

test.each([-1, 1.5, Number.NaN])("a walk of %d items is refused", (limit) => {
  expect(refusalOf(() => storage.entries("a", { limit }))).toBe("invalid-argument");
});

test("a range is removed at once, and only with a bound", () => {
  for (const key of ["a", "b/1", "b/2", "c"]) storage.set(key, 1);
  expect(hostCallsOf(() => expect(storage.deleteRange("b/")).toBe(2))).toEqual({ storageDeleteRange: 1 });
  expect(storage.listKeys()).toEqual(["a", "c"]);
  expect(refusalOf(() => storage.deleteRange({}))).toBe("invalid-argument");
  expect(storage.deleteRange({ start: "b" })).toBe(1);
});

test("usage tells what is used and what may be", () => {
  openAs({ grants: { quotaBytes: 1_000 } });
  storage.set("a", 12);
  expect(storage.usage()).toEqual({ usedBytes: 3, quotaBytes: 1_000, keyCount: 1 });
});

test("a transaction keeps what it wrote when it returns, and answers what it did", () => {
  expect(storage.transaction(() => storage.increment("a"))).toBe(1);
  expect(storage.get("a")).toBe(1);
});

test("a transaction that throws is undone, and the call goes on", () => {
  inCall(() => {
    storage.set("a", 1);
    expect(() =>
      storage.transaction(() => {
        storage.set("a", 2);
        storage.set("b", 2);
        throw new RangeError("no");
      }),
    ).toThrow(new RangeError("no"));
    expect(storage.getMany(["a", "b"])).toEqual([1, undefined]);
  });
  expect(storage.listKeys()).toEqual(["a"]);
});

test("transactions nest: the inner one is undone alone, the outer one with what it holds", () => {
  const attempt = (work: () => void) => expect(() => storage.transaction(work)).toThrow("undo");
  storage.transaction(() => {
    storage.set("outer", 1);
    attempt(() => {
      storage.set("inner", 1);
      throw new Error("undo");
    });
  });
  attempt(() => {
    storage.transaction(() => storage.set("kept?", 1));
    throw new Error("undo");
  });
  expect(storage.listKeys()).toEqual(["outer"]);
});

test("what was seen in a transaction can be told from what is so once it is undone, also when an outer one is", () => {
  expect(openTransaction()).toBeUndefined();
  const seen: (OpenTransaction | undefined)[] = [];
  const look = () => seen.push(openTransaction());
  const outer = () => {
    storage.transaction(look);
    look();
    expect(seen.map((transaction) => transaction?.isUndone)).toEqual([false, false]);
    throw new Error("undo");
  };
  expect(() => storage.transaction(outer)).toThrow("undo");
  storage.transaction(look);
  expect(seen.map((transaction) => transaction?.isUndone)).toEqual([true, true, false]);
  expect(openTransaction()).toBeUndefined();
});

test("a call that throws leaves nothing behind, with transactions or without", () => {
  const call = () =>
    inCall(() => {
      storage.transaction(() => storage.set("a", 1));
      throw new Error("the call fails");
    });
  expect(call).toThrow("the call fails");
  expect(storage.listKeys()).toEqual([]);
});

test("work that goes on later is undone and refused", () => {
  const later = () => storage.transaction(async () => storage.set("a", 1));
  expect(later).toThrow(TypeError);
  // biome-ignore lint/suspicious/noThenProperty: that is what makes it answer later
  const thenable = () => storage.transaction(() => ({ then: () => storage.set("b", 1) }));
  expect(thenable).toThrow("must not return a promise");
  expect(() =>
    storage.transaction(async () => {
      storage.set("a", 1);
      throw new Error("unhandled, if nobody looks");
    }),
  ).toThrow(TypeError);
  expect(storage.listKeys()).toEqual([]);
});

test("work that is done step by step, after it has answered, is undone and refused", () => {
  const stepwise = function* () {
    yield storage.set("a", 1);
  };
  expect(() => storage.transaction(stepwise)).toThrow(TypeError);
  const scanned = () => {
    storage.set("b", 1);
    return storage.entries();
  };
  expect(() => storage.transaction(scanned)).toThrow("must not return an iterator");
  expect(storage.listKeys()).toEqual([]);
  expect(storage.transaction(() => new Map([["a", 1]]))).toEqual(new Map([["a", 1]]));
});

test("when undoing fails, the error tells that, and why there was something to undo", () => {
  const reason = new RangeError("no");
  const work = () => {
    failNextWith({ tag: "internal-error", val: "ab12" });
    throw reason;
  };
  expect(() => inCall(() => storage.transaction(work))).toThrow(
    expect.objectContaining({ code: "internal-error", cause: reason }),
  );
});

test("a transaction whose commit is refused counts as undone", () => {
  let seen: OpenTransaction | undefined;
  const work = () => {
    seen = openTransaction();
    failNextWith({ tag: "conflict" });
  };
  expect(refusalOf(() => inCall(() => storage.transaction(work)))).toBe("conflict");
  expect([seen?.isUndone, openTransaction()]).toEqual([true, undefined]);
});

test("a transaction that cannot begin does no work", () => {
  failNextWith({ tag: "permission-denied", val: "storage:component:test:write" });
  let isDone = false;
  expect(refusalOf(() => storage.transaction(() => (isDone = true)))).toBe("permission-denied");
  expect(isDone).toBe(false);
});

test("a namespace holds keys of its own, and is left after each call", () => {
  const news = storage.namespace("app:shared");
  news.set("a", 1);
  storage.set("a", 2);
  expect([news.get("a"), storage.get("a"), new Storage({ byteStorage: sharedStorage("app:shared") }).get("a")]).toEqual(
    [1, 2, 1],
  );
  expect(hostCallsOf(() => news.get("a"))).toEqual({ storageEnter: 1, storageGet: 1, storageLeave: 1 });
  expect(news.namespace("app:shared").byteStorage.namespace).toBe("app:shared");
});

test("the empty name is the component's own namespace, in whatever way it is asked for", () => {
  expect(sharedStorage("")).toBe(hostStorage);
  expect(storage.namespace("").byteStorage).toBe(hostStorage);
  expect(storage.namespace("app:shared").namespace("").byteStorage).toBe(hostStorage);
});

test("a namespace is left when what was done in it fails", () => {
  const news = storage.namespace("app:shared");
  inCall(() => {
    for (let index = 0; index < 50; index++) expect(refusalOf(() => news.ttl("none"))).toBe("key-not-found");
    storage.set("a", 1);
  });
  expect([storage.listKeys(), news.listKeys()]).toEqual([["a"], []]);
});

test("everything that can be done with keys can be done in a namespace", () => {
  const news = storage.namespace("app:shared");
  inCall(() => {
    news.setMany([
      ["a", 1],
      ["b", 2],
    ]);
    news.increment("a");
    news.transaction(() => news.set("c", 3, { ttlSeconds: 9 }));
    storage.set("mine", 1);
    expect(() => news.transaction(() => news.namespace("nowhere").get("a"))).toThrow("app:ID");
  });
  expect([...news.entries()]).toEqual([
    ["a", 2],
    ["b", 2],
    ["c", 3],
  ]);
  expect([news.ttl("c"), news.count(), news.deleteRange("b"), news.usage().keyCount]).toEqual([9, 3, 1, 2]);
  expect(storage.listKeys()).toEqual(["mine"]);
});

test("a namespace that was not granted is denied", () => {
  expect(refusalOf(() => storage.namespace("app:other").get("a"))).toBe("permission-denied");
  expect(refusalOf(() => storage.namespace("\ud800").get("a"))).toBe("invalid-argument");
});

test("a watch tells what was committed after it was made", () => {
  storage.set("n/1", 0);
  const watch = storage.watch("n/");
  inCall(() => {
    storage.set("n/1", 1);
    storage.set("n/2", 2);
    storage.set("other", 3);
  });
  storage.delete("n/2");
  const told = watch
    .poll()
    .changes.map(({ key, type, oldValue, newValue, version }) => [key, type, oldValue, newValue, version]);
  expect(told).toEqual([
    ["n/1", "set", 0, 1, 2n],
    ["n/2", "set", undefined, 2, 2n],
    ["n/2", "delete", 2, undefined, 3n],
  ]);
  expect(watch.poll()).toEqual({ changes: [], missed: 0 });
  expect([watch.close(), watch.close()]).toEqual([true, false]);
  expect(refusalOf(() => watch.poll())).toBe("invalid-argument");
});

test("a change whose value is not the codec's is told all the same", () => {
  const watch = storage.watch();
  raw.set("a", new Uint8Array([0xff]));
  storage.set("b", 1);
  const [first, second] = watch.poll(10).changes;
  expect(() => first?.newValue).toThrow('"a": the value is not JSON');
  expect(second?.newValue).toBe(1);
});

test("a watch of a namespace tells of that namespace", () => {
  const news = storage.namespace("app:shared");
  const watch = news.watch();
  storage.set("a", 1);
  news.set("b", 2);
  expect(watch.poll().changes.map(({ key }) => key)).toEqual(["b"]);
  expect(watch.close()).toBe(true);
});

test.each([0, 1_001, 1.5])("a poll of %d changes is refused", (limit) => {
  const watch = storage.watch();
  expect(refusalOf(() => watch.poll(limit))).toBe("invalid-argument");
});

test("a lone surrogate never reaches the host", () => {
  const bad = "a\ud800";
  const calls = [
    () => storage.getMany(["a", bad]),
    () => storage.getEntry(bad),
    () => storage.setMany([[bad, 1]]),
    () => storage.batch().check(bad, undefined).commit(),
    () => storage.batch().delete(bad).commit(),
    () => storage.increment(bad),
    () => storage.set(bad, 1, { ttlSeconds: 1 }),
    () => storage.ttl(bad),
    () => storage.extend(bad, 1),
    () => storage.persist(bad),
    () => storage.entries(bad).next(),
    () => storage.keys({ start: bad }).next(),
    () => storage.count({ end: bad }),
    () => storage.deleteRange(bad),
    () => storage.watch(bad),
  ];
  for (const call of calls) expect(hostCallsOf(() => expect(refusalOf(call)).toBe("invalid-key"))).toEqual({});
});

test("every call ends in a typed error when the host fails, whatever it was", () => {
  const calls = [
    () => storage.getMany(["a"]),
    () => storage.getEntry("a"),
    () => storage.setMany([["a", 1]]),
    () => storage.increment("a"),
    () => storage.ttl("a"),
    () => storage.entries().next(),
    () => storage.keys().next(),
    () => storage.count(),
    () => storage.usage(),
    () => storage.watch(),
    () => storage.transaction(() => 1),
    () => storage.namespace("app:shared").get("a"),
  ];
  for (const call of calls) {
    failNextWith({ tag: "internal-error", val: "ab12" });
    expect(refusalOf(call)).toBe("internal-error");
  }
});

test("types: what is read is what the storage holds, or what the call says", () => {
  expectTypeOf(storage.getMany(["a"])).toEqualTypeOf<(number | undefined)[]>();
  expectTypeOf(storage.getEntry("a")?.value).toEqualTypeOf<number | undefined>();
  expectTypeOf(storage.increment("a")).toEqualTypeOf<number>();
  expectTypeOf(storage.increment("b", 1n)).toEqualTypeOf<bigint>();
  expectTypeOf(new Map(storage.entries())).toEqualTypeOf<Map<string, number>>();
  expectTypeOf(storage.transaction(() => "text")).toEqualTypeOf<string>();
  expectTypeOf(storage.namespace("app:shared")).toEqualTypeOf<Storage<number>>();
});
