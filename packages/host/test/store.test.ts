import type { Mode } from "@airssys/backend";
import { ENGINES } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EntryPage, type KeyRange, type Namespaces, openStore, type Store, type Walk } from "../src/index.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined) => value && new TextDecoder().decode(value);

describe.each(ENGINES)("a store over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let namespaces: Namespaces<Mode>;
  let store: Store<Mode>;
  let now = 1_000_000;

  beforeEach(async () => {
    now = 1_000_000;
    opened = engine.open();
    namespaces = await openStore({ backend: opened.backend, clock: () => now });
    store = namespaces.open("app:test", { bytes: 100, keys: 10 });
  });
  afterEach(async () => {
    expect((await store.verify()).faults).toEqual([]);
    opened.close();
  });

  async function fill(...keys: string[]): Promise<void> {
    for (const key of keys) await store.set(key, bytes(key.toUpperCase()));
  }

  async function pages(range: KeyRange, walk: Walk): Promise<string[][]> {
    const found: string[][] = [];
    let after = walk.after;
    do {
      const page: EntryPage = await store.range(range, { ...walk, after });
      found.push(page.entries.map(({ key }) => key));
      after = page.after;
    } while (after !== undefined);
    return found;
  }

  it("reads, writes and deletes, each in a commit of its own", async () => {
    expect(await store.version()).toBe(0);
    await store.set("a", bytes("1"));
    expect(text(await store.get("a"))).toBe("1");
    expect(await store.delete("a")).toBe(true);
    expect(await store.delete("a")).toBe(false);
    expect(await store.version()).toBe(2);
  });

  it("answers many keys at their positions", async () => {
    await fill("a", "c");
    expect((await store.getMany(["c", "b", "a", "c"])).map(text)).toEqual(["C", undefined, "A", "C"]);
  });

  it("walks a range in both directions, in pages that hold each key once", async () => {
    await fill("a", "b1", "b2", "b3", "c");
    expect(await pages({ prefix: "b" }, { limit: 2 })).toEqual([["b1", "b2"], ["b3"]]);
    expect(await pages({ prefix: "b" }, { limit: 2, reverse: true })).toEqual([["b3", "b2"], ["b1"]]);
    expect(await pages({ start: "b1", end: "c" }, {})).toEqual([["b1", "b2", "b3"]]);
    expect(await pages({}, { after: "b1", limit: 1 })).toEqual([["b2"], ["b3"], ["c"]]);
    expect(await pages({ prefix: "b" }, { after: "b2", reverse: true })).toEqual([["b1"]]);
    expect(await pages({ prefix: "b" }, { after: "a" })).toEqual([["b1", "b2", "b3"]]);
    expect(await pages({ prefix: "b" }, { after: "c" })).toEqual([[]]);
    expect(await pages({ prefix: "b", start: "b2", end: "b3" }, {})).toEqual([["b2"]]);
  });

  it.each<KeyRange>([{ start: "b", end: "b" }, { start: "c", end: "a" }, { prefix: "x" }, { prefix: "a", start: "b" }])(
    "finds nothing in the range %j",
    async (range) => {
      await fill("a", "b", "c");
      expect(await pages(range, {})).toEqual([[]]);
      expect(await pages(range, { reverse: true })).toEqual([[]]);
      expect(await store.count(range)).toBe(0);
      expect(await store.deleteRange(range)).toBe(0);
    },
  );

  it("counts and deletes ranges, and gives the bytes back", async () => {
    await fill("a", "b1", "b2", "c");
    expect(await store.count({ prefix: "b" })).toBe(2);
    expect(await store.deleteRange({ prefix: "b" })).toBe(2);
    expect(await store.keys()).toEqual(["a", "c"]);
    expect(await store.usage()).toEqual({ bytes: 4, keys: 2 });
  });

  it("empties no namespace by a range that says nothing, or says it wrongly", async () => {
    await fill("a", "b");
    const misspelled = { prefx: "a" } as KeyRange;
    for (const range of [{}, { prefix: undefined as unknown as string }, misspelled]) {
      await expect((async () => store.deleteRange(range))()).rejects.toThrow(TypeError);
    }
    await expect((async () => store.range(misspelled))()).rejects.toThrow(TypeError);
    expect(await store.keys()).toEqual(["a", "b"]);
  });

  it("refuses a page that could have no entry, and bounds that no key could have", async () => {
    for (const limit of [0, -1, 1.5, 1_001, Number.NaN]) {
      await expect((async () => store.range({}, { limit }))()).rejects.toMatchObject({ code: "invalid-argument" });
    }
    await expect((async () => store.range({ start: "a\0" }))()).rejects.toMatchObject({ code: "invalid-key" });
    await expect((async () => store.get(""))()).rejects.toMatchObject({ code: "invalid-key" });
  });

  it("refuses a key too many, by its number", async () => {
    await fill("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    await expect((async () => store.set("x", bytes("")))()).rejects.toMatchObject({ code: "limit-exceeded" });
    await store.set("0", bytes("again"));
    await store.delete("1");
    await store.set("x", bytes(""));
    expect(await store.usage()).toMatchObject({ keys: 10 });
  });

  it("gives each write a version that no other write of the namespace has, also after a delete", async () => {
    await store.set("a", bytes("1"));
    const first = await store.getEntry("a");
    await store.delete("a");
    await store.set("a", bytes("1"));
    const second = await store.getEntry("a");
    expect(second).toEqual({ value: bytes("1"), version: 3, expiresAt: undefined });
    expect(first?.version).toBe(1);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses to sweep or to try %d times", async (count) => {
    await store.set("a", bytes("1"), { ttlSeconds: 1 });
    await store.set("b", bytes("1"), { ttlSeconds: 1 });
    now += 1_000;
    await expect((async () => store.sweep(count))()).rejects.toThrow(RangeError);
    const transaction = async () => store.transaction(() => undefined as never, { attempts: count });
    await expect(transaction()).rejects.toThrow(RangeError);
    expect((await store.verify()).counted.keys).toBe(2);
  });

  it("does not change what it was given, nor through it", async () => {
    const value = bytes("before");
    const setting = store.set("a", value);
    value.fill(0);
    await setting;
    if (opened.backend.mode === "sync") expect(text(await store.get("a"))).toBe("before");
  });

  describe("with expiry", () => {
    it("has a key until its instant and not at it, on every path", async () => {
      await store.set("a", bytes("1"), { ttlSeconds: 10 });
      await store.set("b", bytes("22"), { expiresAt: now + 20_000 });
      await store.set("c", bytes("3"));
      now += 9_999;
      expect(await store.keys()).toEqual(["a", "b", "c"]);
      expect(await store.usage()).toEqual({ bytes: 7, keys: 3 });
      now += 1;
      expect(await store.get("a")).toBeUndefined();
      expect(await store.has("a")).toBe(false);
      expect(await store.getEntry("a")).toBeUndefined();
      expect(await store.getMany(["a", "b"])).toEqual([undefined, expect.anything()]);
      expect(await store.keys()).toEqual(["b", "c"]);
      expect(await store.count()).toBe(2);
      expect(await pages({}, { limit: 1 })).toEqual([["b"], ["c"]]);
      expect(await pages({}, { limit: 1, reverse: true })).toEqual([["c"], ["b"]]);
      expect(await store.usage()).toEqual({ bytes: 5, keys: 2 });
      expect(await store.delete("a")).toBe(false);
      expect(await store.setExpiry("a", "never")).toBe(false);
    });

    it("gives the quota back at the instant", async () => {
      await store.set("a", new Uint8Array(99), { ttlSeconds: 1 });
      await expect((async () => store.set("b", bytes("1")))()).rejects.toMatchObject({ code: "quota-exceeded" });
      now += 1_000;
      await store.set("b", new Uint8Array(99));
      expect(await store.usage()).toEqual({ bytes: 100, keys: 1 });
    });

    it("can be read, extended, shortened and taken away", async () => {
      await store.set("a", bytes("1"), { ttlSeconds: 10 });
      expect(await store.getEntry("a")).toMatchObject({ expiresAt: now + 10_000 });
      expect(await store.setExpiry("a", { ttlSeconds: 20 })).toBe(true);
      now += 15_000;
      expect(await store.has("a")).toBe(true);
      expect(await store.setExpiry("a", "never")).toBe(true);
      now += 1e9;
      expect(await store.getEntry("a")).toMatchObject({ value: bytes("1"), expiresAt: undefined });
    });

    it("is taken away by a plain set, and a set in the past is a delete", async () => {
      await store.set("a", bytes("1"), { ttlSeconds: 1 });
      await store.set("a", bytes("2"));
      now += 5_000;
      expect(text(await store.get("a"))).toBe("2");
      await store.set("a", bytes("3"), { expiresAt: now });
      expect(await store.has("a")).toBe(false);
    });

    it.each([
      { ttlSeconds: 0 },
      { ttlSeconds: -1 },
      { ttlSeconds: Number.NaN },
      { expiresAt: 1.5 },
      { expiresAt: 2 ** 60 },
    ])("refuses %j", async (expiry) => {
      await expect((async () => store.set("a", bytes("1"), expiry))()).rejects.toMatchObject({
        code: "invalid-argument",
      });
    });

    it("sweeps in bounded steps and changes no answer by it", async () => {
      store = namespaces.open("app:many");
      for (let index = 0; index < 25; index++) await store.set(`k${index}`, bytes("v"), { ttlSeconds: index + 1 });
      now += 20_000;
      const before = await store.keys();
      expect(await store.sweep(8)).toBe(8);
      expect(await store.sweep(8)).toBe(8);
      expect(await store.sweep(8)).toBe(4);
      expect(await store.sweep(8)).toBe(0);
      expect(await store.keys()).toEqual(before);
      expect((await store.verify()).counted).toEqual({ keys: 5, bytes: 20 });
    });

    it("is reclaimed by commits, as many keys and as many bytes as each adds", async () => {
      store = namespaces.open("app:many");
      for (let index = 0; index < 30; index++) await store.set(`k${index}`, bytes("v"), { ttlSeconds: 1 });
      now += 1_000;
      await store.set("other", bytes("1"));
      expect((await store.verify()).counted.keys).toBe(29); // two keys of 3 bytes for one of 6
      await store.set("other", bytes("2"));
      expect((await store.verify()).counted.keys).toBe(29);
      await store.set("large", bytes("x".repeat(25)));
      expect((await store.verify()).counted).toEqual({ bytes: 108, keys: 22 });
      await store.set("larger", bytes("x".repeat(1_000)));
      expect((await store.verify()).counted.keys).toBe(3);
      expect(await store.usage()).toEqual({ bytes: 1_042, keys: 3 });
    });
  });
});
