import type { Mode } from "@airssys/backend";
import { ENGINES } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EntryPage, type KeyRange, type Namespaces, openStore, type Store, type Walk } from "../src/index.ts";
import { answered, type Script, scripted } from "./scripted-work.ts";

// Mistakes that stores of this kind are known to make, each held against ours.

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined) => value && new TextDecoder().decode(value);

describe.each(ENGINES)("over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let namespaces: Namespaces<Mode>;
  let store: Store<Mode>;
  let now: number;

  beforeEach(async () => {
    now = 1_000_000;
    opened = engine.open();
    namespaces = await openStore({ backend: opened.backend, clock: () => now });
    store = namespaces.open("app:test");
  });
  afterEach(async () => {
    expect((await store.verify()).faults).toEqual([]);
    opened.close();
  });

  type Inside = Parameters<Parameters<typeof scripted>[1]>[0];

  const transact = async <T>(script: (transaction: Inside) => Script<T>, attempts = 1): Promise<T> =>
    await store.transaction(scripted(namespaces.mode, script), { attempts });

  /** What a call comes to, whether it throws or rejects. */
  const outcome = async <T>(call: () => T | Promise<T>): Promise<T> => await call();

  it("keys that are equal as paths or queries are different keys", async () => {
    const keys = ["a?x=1", "a?x=2", "a#1", "a", "a/", "a//b", "a/b", "a:b", "a%2Fb", "A", "é", "e\u0301", "a ", "../a"];
    for (const [index, key] of keys.entries()) await store.set(key, Uint8Array.of(index));
    for (const [index, key] of keys.entries()) expect(await store.get(key)).toEqual(Uint8Array.of(index));
    expect(await store.usage()).toMatchObject({ keys: keys.length });
  });

  it("a lone surrogate is refused as a key and as a bound, and not replaced", async () => {
    await store.set("\u{fffd}", bytes("1"));
    for (const lone of ["\ud800", "a\udfff", "\udc00\ud800"]) {
      const refused: (() => unknown)[] = [
        () => store.get(lone),
        () => store.getMany(["a", lone]),
        () => store.set(lone, bytes("2")),
        () => store.delete(lone),
        () => store.setExpiry(lone, "never"),
        () => store.keys({ prefix: lone }),
        () => store.range({ start: lone }),
        () => store.range({}, { after: lone }),
        () => store.count({ end: lone }),
        () => store.deleteRange({ prefix: lone }),
        () => transact((transaction) => answered(transaction.check(lone, undefined))),
      ];
      for (const call of refused) await expect(outcome(call)).rejects.toMatchObject({ code: "invalid-key" });
    }
    expect(await store.keys()).toEqual(["\u{fffd}"]);
  });

  it("namespaces whose names begin each other, or differ only in kind, share nothing", async () => {
    const names = ["app:a", "app:ab", "app:a.b", "component:a", "user:a", "org/a", "system"];
    for (const name of names) await namespaces.open(name).set(`key of ${name}`, bytes(name));
    await namespaces.open("app:a").clear();
    for (const name of names.slice(1)) {
      expect(await namespaces.open(name).keys()).toEqual([`key of ${name}`]);
      expect(await namespaces.open(name).usage()).toMatchObject({ keys: 1 });
    }
    expect(await namespaces.open("app:a").keys()).toEqual([]);
  });

  it("a walk in pages meets each lasting key once, whatever is added and removed during it", async () => {
    const key = (index: number) => `k${String(index).padStart(4, "0")}`;
    for (const reverse of [false, true]) {
      await store.clear();
      await transact(function* (transaction) {
        for (let index = 0; index < 100; index += 2) yield* answered(transaction.set(key(index), bytes("")));
      });
      const met: string[] = [];
      let turn = 0;
      let after: string | undefined;
      do {
        const page: EntryPage = await store.range({}, { limit: 7, reverse, after });
        met.push(...page.entries.map((entry) => entry.key));
        // Also the last of the page.
        for (const { key: seen } of page.entries) if (seen.endsWith("0")) await store.delete(seen);
        await store.set(key(turn * 2 + 1), bytes("")); // before and after where the walk is
        await store.delete(key(60 + turn * 4));
        turn++;
        after = page.after;
      } while (after !== undefined);
      const stayed = Array.from({ length: 50 }, (_, index) => key(index * 2)).filter(
        (each) => !Array.from({ length: turn }, (_, index) => key(60 + index * 4)).includes(each),
      );
      expect(met.filter((each) => stayed.includes(each))).toEqual(reverse ? stayed.toReversed() : stayed);
      expect(new Set(met).size).toBe(met.length);
    }
  });

  it("two walks at once do not disturb each other", async () => {
    for (const key of ["a", "b", "c", "d", "e"]) await store.set(key, bytes(key));
    const [up, down]: [string[], string[]] = [[], []];
    let [rising, falling]: (Walk | undefined)[] = [{ limit: 2 }, { limit: 1, reverse: true }];
    while (rising !== undefined || falling !== undefined) {
      const first: EntryPage | undefined = rising && (await store.range({}, rising));
      const second: EntryPage | undefined = falling && (await store.range({}, falling));
      up.push(...(first?.entries ?? []).map(({ key }) => key));
      down.push(...(second?.entries ?? []).map(({ key }) => key));
      rising = first?.after === undefined ? undefined : { ...rising, after: first.after };
      falling = second?.after === undefined ? undefined : { ...falling, after: second.after };
    }
    expect([up, down]).toEqual([
      ["a", "b", "c", "d", "e"],
      ["e", "d", "c", "b", "a"],
    ]);
  });

  it.each<[string, () => unknown]>([
    ["a delete", () => store.delete("a")],
    ["a clear", () => store.clear()],
    [
      "an expiry that was swept",
      async () => {
        await store.set("a", bytes("1"), { ttlSeconds: 1 });
        now += 1_000;
        await store.sweep();
      },
    ],
  ])("a value that came back after %s is not the one that was checked", async (_what, remove) => {
    await store.set("a", bytes("1"));
    const version = (await store.getEntry("a"))?.version;
    await remove();
    await store.set("a", bytes("1"));
    const swap = transact(function* (transaction) {
      yield* answered(transaction.check("a", version));
      yield* answered(transaction.set("a", bytes("2")));
    });
    await expect(swap).rejects.toMatchObject({ code: "conflict" });
    expect(text(await store.get("a"))).toBe("1");
  });

  it("of many simultaneous swaps of one value exactly one succeeds, and its value is stored", async () => {
    await store.set("a", bytes("before"));
    const version = (await store.getEntry("a"))?.version;
    const swaps = Array.from({ length: 10 }, (_, index) =>
      transact(function* (transaction) {
        yield* answered(transaction.check("a", version));
        yield* answered(transaction.set("a", bytes(`swap ${index}`)));
        return `swap ${index}`;
      }),
    );
    const won = (await Promise.allSettled(swaps)).filter((each) => each.status === "fulfilled");
    expect(won).toHaveLength(1);
    expect(text(await store.get("a"))).toBe(won[0]?.value);
    expect(await store.version()).toBe(2);
  });

  it("twenty increments at once add up to twenty", async () => {
    const increments = Array.from({ length: 20 }, () =>
      transact(function* (transaction) {
        const next = Number(text(yield* answered(transaction.get("count"))) ?? 0) + 1;
        yield* answered(transaction.set("count", bytes(String(next))));
        return next;
      }, 20),
    );
    const answers = await Promise.all(increments);
    expect(answers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(text(await store.get("count"))).toBe("20");
  });

  it("a key that one transaction writes twice has the last value, and counts once", async () => {
    await transact(function* (transaction) {
      yield* answered(transaction.set("a", bytes("first")));
      yield* answered(transaction.set("a", bytes("2")));
      yield* answered(transaction.delete("b"));
      yield* answered(transaction.set("b", bytes("3")));
      yield* answered(transaction.set("c", bytes("4")));
      yield* answered(transaction.delete("c"));
    });
    expect((await store.range()).entries.map(({ key, value }) => [key, text(value)])).toEqual([
      ["a", "2"],
      ["b", "3"],
    ]);
    expect(await store.usage()).toEqual({ bytes: 4, keys: 2 });
  });

  it("clearing and deleting free the whole quota", async () => {
    const limited = namespaces.open("app:limited", { bytes: 10, keys: 1 });
    const empty: (() => unknown)[] = [
      () => limited.clear(),
      () => limited.delete("a"),
      () => limited.deleteRange({ prefix: "a" }),
      () => (now += 1_000),
    ];
    for (const act of empty) {
      await limited.set("a", new Uint8Array(9), { ttlSeconds: 1 });
      await expect(outcome(() => limited.set("b", bytes("")))).rejects.toMatchObject({ code: "limit-exceeded" });
      await act();
      expect(await limited.usage()).toEqual({ bytes: 0, keys: 0 });
    }
    expect((await limited.verify()).faults).toEqual([]);
  });

  it("an empty value exists, and an absent one does not", async () => {
    await store.set("empty", new Uint8Array(0));
    expect(await store.get("empty")).toEqual(new Uint8Array(0));
    expect(await store.getMany(["empty", "absent"])).toEqual([new Uint8Array(0), undefined]);
    expect(await store.getEntry("empty")).toMatchObject({ value: new Uint8Array(0), version: 1 });
    expect(await store.getEntry("absent")).toBeUndefined();
    expect([await store.has("empty"), await store.has("absent")]).toEqual([true, false]);
    expect((await store.range()).entries.map(({ key }) => key)).toEqual(["empty"]);
    await expect(transact((transaction) => answered(transaction.check("empty", undefined)))).rejects.toThrow(
      "conflict",
    );
    expect(await store.delete("empty")).toBe(true);
  });

  it("a key and a value may be exactly as long as the limits, counted in bytes", async () => {
    const limits = { keyBytesMax: 4, valueBytesMax: 3 };
    const narrow = (await openStore({ backend: opened.backend, limits })).open("app:narrow");
    await narrow.set("éé", new Uint8Array(3));
    for (const act of [
      () => narrow.set("ééa", bytes("")),
      () => narrow.get("ééa"),
      () => narrow.keys({ prefix: "abcde" }),
    ]) {
      await expect(outcome(act as () => unknown)).rejects.toMatchObject({ code: "invalid-key" });
    }
    await expect(outcome(() => narrow.set("a", new Uint8Array(4)))).rejects.toMatchObject({ code: "value-too-large" });
    expect(await narrow.usage()).toEqual({ bytes: 7, keys: 1 });
  });

  it("a value is copied when it is set, also where the write waits for its turn", async () => {
    const grouped = namespaces.openGrouped("app:grouped");
    const values = [bytes("one"), bytes("two")];
    const settings = values.map((value, index) => grouped.set(`k${index}`, value));
    for (const value of values) value.fill(0);
    await Promise.all(settings);
    expect([text(await grouped.get("k0")), text(await grouped.get("k1"))]).toEqual(["one", "two"]);
  });

  it("changing bytes that a read returned does not change the store, nor a transaction's own writes", async () => {
    await store.set("a", bytes("kept"));
    await transact(function* (transaction) {
      yield* answered(transaction.set("b", bytes("kept")));
      for (const key of ["a", "b"]) {
        (yield* answered(transaction.get(key)))?.fill(0);
        (yield* answered(transaction.getEntry(key)))?.value.fill(0);
      }
      for (const { value } of (yield* answered(transaction.range())).entries) value.fill(0);
    });
    expect([text(await store.get("a")), text(await store.get("b"))]).toEqual(["kept", "kept"]);
  });

  it.each<[string, unknown]>([
    ["a text", "16"],
    ["a number", 5],
    ["a list of numbers", [1, 300]],
    ["nothing", undefined],
    ["numbers of 16 bits", Uint16Array.of(300)],
    ["a buffer without a view", new ArrayBuffer(4)],
  ])("%s is refused as a value, and not stored as bytes that it might mean", async (_what, value) => {
    await store.set("a", bytes("before"));
    await expect(outcome(() => store.set("a", value as Uint8Array))).rejects.toThrow(TypeError);
    expect(text(await store.get("a"))).toBe("before");
  });

  it("a prefix in place of a range is refused, not treated as the whole namespace", async () => {
    await store.set("a", bytes("1"));
    for (const range of ["b", undefined, null]) {
      await expect(outcome(() => store.deleteRange(range as unknown as KeyRange))).rejects.toThrow(TypeError);
    }
    await expect(outcome(() => store.count("b" as KeyRange))).rejects.toThrow(TypeError);
    expect(await store.keys()).toEqual(["a"]);
  });

  it("invalid settings are refused, not ignored", async () => {
    for (const attempts of [0, -1, Number.NaN]) {
      await expect(outcome(() => store.transaction(() => {}, { attempts }))).rejects.toThrow('"attempts" expected');
    }
    for (const quota of [{ bytes: Number.NaN }, { keys: -1 }]) {
      expect(() => namespaces.open("app:test", quota)).toThrow('"quota" expected');
    }
    for (const name of ["", "app:", "app:a:b", "other:a", "app:a/b", "app:\ud800"]) {
      expect(() => namespaces.open(name)).toThrow(RangeError);
    }
  });
});
