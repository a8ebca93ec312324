import { type Backend, type Mode, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { ENGINES } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Namespaces, openStore, type Store, type StoreTransaction } from "../src/index.ts";
import { answered, type Script, scripted } from "./scripted-work.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined) => value && new TextDecoder().decode(value);

type Work = (transaction: StoreTransaction<Mode>) => Script<void>;

/** What a call comes to, whether it throws or rejects. */
async function outcome<T>(call: () => T | Promise<T>): Promise<T> {
  return await call();
}

describe.each(ENGINES)("a transaction of a store over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let namespaces: Namespaces<Mode>;
  let store: Store<Mode>;
  let other: Store<Mode>;
  let now: number;

  beforeEach(async () => {
    now = 1_000_000;
    opened = engine.open();
    namespaces = await openStore({ backend: opened.backend, clock: () => now });
    store = namespaces.open("app:test", { bytes: 100 });
    other = namespaces.open("app:test");
  });
  afterEach(async () => {
    expect((await store.verify()).faults).toEqual([]);
    opened.close();
  });

  const transact = <T>(script: (transaction: StoreTransaction<Mode>) => Script<T>, attempts = 1): Promise<T> =>
    outcome(() => store.transaction(scripted(namespaces.mode, script), { attempts }));

  const contents = async () =>
    Object.fromEntries((await store.range()).entries.map(({ key, value }) => [key, text(value)]));

  it("reads its own writes on every path, which nobody else sees before the commit", async () => {
    await store.set("b", bytes("0"));
    await transact(function* (transaction) {
      yield* answered(transaction.set("a", bytes("1")));
      yield* answered(transaction.set("b", bytes("22"), { ttlSeconds: 5 }));
      expect(text(yield* answered(transaction.get("a")))).toBe("1");
      expect(yield* answered(transaction.has("a"))).toBe(true);
      expect((yield* answered(transaction.getMany(["b", "c", "a"]))).map(text)).toEqual(["22", undefined, "1"]);
      expect(yield* answered(transaction.getEntry("b"))).toMatchObject({ expiresAt: now + 5_000 });
      expect(yield* answered(transaction.keys())).toEqual(["a", "b"]);
      expect(yield* answered(transaction.count({ prefix: "a" }))).toBe(1);
      expect(yield* answered(transaction.usage())).toEqual({ bytes: 5, keys: 2 });
      expect(yield* answered(transaction.delete("a"))).toBe(true);
      expect(yield* answered(transaction.delete("a"))).toBe(false);
      yield* answered(transaction.set("a", bytes("3")));
      expect(yield* answered(other.keys())).toEqual(["b"]);
      expect(yield* answered(other.usage())).toEqual({ bytes: 2, keys: 1 });
    });
    expect(await contents()).toEqual({ a: "3", b: "22" });
  });

  it("returns the result of its work, and commits all writes under one version", async () => {
    const result = await transact(function* (transaction) {
      for (const key of ["a", "b", "c"]) yield* answered(transaction.set(key, bytes(key)));
      return "result";
    });
    expect(result).toBe("result");
    expect(await store.version()).toBe(1);
    expect((await store.range()).entries.map(({ version }) => version)).toEqual([1, 1, 1]);
  });

  it("gives its own writes the version that its commit will have", async () => {
    await store.set("a", bytes("1"));
    const inside = await transact(function* (transaction) {
      yield* answered(transaction.set("a", bytes("2")));
      return (yield* answered(transaction.getEntry("a")))?.version;
    });
    expect(await store.getEntry("a")).toMatchObject({ version: inside });
  });

  it("keeps the version when it wrote nothing", async () => {
    await store.set("a", bytes("1"));
    await transact(function* () {});
    await transact(function* (transaction) {
      yield* answered(transaction.get("a"));
      yield* answered(transaction.delete("absent"));
      const savepoint = transaction.savepoint();
      yield* answered(transaction.set("b", bytes("2")));
      yield* answered(savepoint.rollback());
    });
    expect(await store.version()).toBe(1);
  });

  it("keeps the version when it set and deleted a key that did not exist", async () => {
    await store.set("a", bytes("1"));
    await store.set("gone", bytes("1"), { ttlSeconds: 1 });
    await transact(function* (transaction) {
      yield* answered(transaction.set("b", bytes("2")));
      yield* answered(transaction.set("b", bytes("3"), { ttlSeconds: 5 }));
      expect(yield* answered(transaction.delete("b"))).toBe(true);
      expect(yield* answered(transaction.delete("b"))).toBe(false);
      expect(yield* answered(transaction.usage())).toEqual({ bytes: 7, keys: 2 });
    });
    expect(await store.version()).toBe(2);
    now += 1_000;
    await transact(function* (transaction) {
      yield* answered(transaction.set("gone", bytes("2")));
      yield* answered(transaction.delete("gone"));
      yield* answered(transaction.set("a", bytes("2")));
      yield* answered(transaction.delete("a"));
    });
    expect(await contents()).toEqual({});
    expect((await store.verify()).counted).toEqual({ bytes: 0, keys: 0 });
    await transact(function* (transaction) {
      yield* answered(transaction.clear());
      yield* answered(transaction.set("a", bytes("3")));
      yield* answered(transaction.delete("a"));
    });
    expect(await store.version()).toBe(4);
  });

  it("writes nothing when its work throws, and throws the same error", async () => {
    await store.set("kept", bytes("1"));
    const failure = new Error("the work fails");
    const transaction = transact(function* (inside) {
      yield* answered(inside.clear());
      yield* answered(inside.set("gone", bytes("1")));
      throw failure;
    });
    await expect(transaction).rejects.toBe(failure);
    expect(await contents()).toEqual({ kept: "1" });
    expect(await store.version()).toBe(1);
  });

  it("continues after an operation that was refused, which changed nothing", async () => {
    await transact(function* (transaction) {
      yield* answered(transaction.set("a", new Uint8Array(89)));
      try {
        yield* answered(transaction.set("too much", bytes("123")));
        expect.unreachable();
      } catch (error) {
        expect(error).toMatchObject({ code: "quota-exceeded" });
      }
      yield* answered(transaction.set("fits", bytes("123456")));
    });
    expect(await store.usage()).toEqual({ bytes: 100, keys: 2 });
  });

  it("sees one instant: what expires during it exists until its end", async () => {
    await store.set("a", bytes("1"), { ttlSeconds: 1 });
    await transact(function* (transaction) {
      expect(yield* answered(transaction.has("a"))).toBe(true);
      now += 5_000;
      expect(yield* answered(transaction.has("a"))).toBe(true);
      expect(yield* answered(transaction.keys())).toEqual(["a"]);
    });
    expect(await store.has("a")).toBe(false);
  });

  describe("with savepoints", () => {
    it("undoes the writes after one, repeatedly", async () => {
      await store.set("a", bytes("0"));
      await transact(function* (transaction) {
        yield* answered(transaction.set("b", bytes("1")));
        const savepoint = transaction.savepoint();
        for (const value of ["2", "33"]) {
          yield* answered(transaction.set("b", bytes(value)));
          yield* answered(transaction.delete("a"));
          yield* answered(transaction.set("c", bytes(value)));
          yield* answered(savepoint.rollback());
          expect(yield* answered(transaction.keys())).toEqual(["a", "b"]);
          expect(text(yield* answered(transaction.get("b")))).toBe("1");
          expect(yield* answered(transaction.usage())).toEqual({ bytes: 4, keys: 2 });
        }
      });
      expect(await contents()).toEqual({ a: "0", b: "1" });
    });

    it("returns to an outer one past an inner one, and to the inner one again", async () => {
      await transact(function* (transaction) {
        yield* answered(transaction.set("a", bytes("1")));
        const outer = transaction.savepoint();
        yield* answered(transaction.set("b", bytes("2")));
        const inner = transaction.savepoint();
        yield* answered(transaction.clear());
        yield* answered(transaction.set("c", bytes("3")));
        yield* answered(outer.rollback());
        expect(yield* answered(transaction.keys())).toEqual(["a"]);
        yield* answered(inner.rollback());
        expect(yield* answered(transaction.keys())).toEqual(["a", "b"]);
        expect(yield* answered(transaction.usage())).toEqual({ bytes: 4, keys: 2 });
        yield* answered(outer.rollback());
      });
      expect(await contents()).toEqual({ a: "1" });
      expect(await store.usage()).toEqual({ bytes: 2, keys: 1 });
    });

    it("returns to one from before the first read", async () => {
      await store.set("a", bytes("1"));
      await transact(function* (transaction) {
        const first = transaction.savepoint();
        yield* answered(first.rollback());
        yield* answered(transaction.clear());
        yield* answered(transaction.set("b", bytes("22")));
        yield* answered(first.rollback());
        expect(yield* answered(transaction.usage())).toEqual({ bytes: 2, keys: 1 });
        yield* answered(transaction.set("c", bytes("333")));
      });
      expect(await contents()).toEqual({ a: "1", c: "333" });
      expect(await store.usage()).toEqual({ bytes: 6, keys: 2 });
    });

    it("undoes an expiry together with its place in the index", async () => {
      await store.set("a", bytes("1"), { ttlSeconds: 1 });
      await transact(function* (transaction) {
        const savepoint = transaction.savepoint();
        yield* answered(transaction.setExpiry("a", "never"));
        yield* answered(savepoint.rollback());
        yield* answered(transaction.set("b", bytes("1")));
      });
      expect((await store.verify()).faults).toEqual([]);
      now += 1_000;
      expect(await contents()).toEqual({ b: "1" });
    });
  });

  describe("with checks", () => {
    it("commits if each key has the expected version, or is absent as expected", async () => {
      await store.set("a", bytes("1"));
      const entry = await store.getEntry("a");
      await transact(function* (transaction) {
        yield* answered(transaction.check("a", entry?.version));
        yield* answered(transaction.check("b", undefined));
        yield* answered(transaction.set("b", bytes("2")));
      });
      expect(await contents()).toEqual({ a: "1", b: "2" });
    });

    it.each<[string, string, number | undefined]>([
      ["an older version", "a", 1],
      ["a version that is still to come", "a", 4],
      ["absence of what is there", "a", undefined],
      ["a version of what is absent", "b", 1],
      ["a version of what has expired", "expired", 3],
    ])("is a conflict for %s, and writes nothing", async (_what, key, version) => {
      await store.set("a", bytes("1"));
      await store.set("a", bytes("2"));
      await store.set("expired", bytes("1"), { ttlSeconds: 1 });
      now += 1_000;
      const transaction = transact(function* (inside) {
        yield* answered(inside.set("c", bytes("1")));
        yield* answered(inside.check(key, version));
      });
      await expect(transaction).rejects.toMatchObject({ code: "conflict" });
      expect(await contents()).toEqual({ a: "2" });
    });

    it("gives keys that the transaction itself has set the version that its commit will have", async () => {
      await store.set("a", bytes("1"));
      for (const version of [undefined, 1]) {
        const transaction = transact(function* (inside) {
          yield* answered(inside.set("a", bytes("2")));
          yield* answered(inside.check("a", version));
        });
        await expect(transaction).rejects.toMatchObject({ code: "conflict" });
      }
      await transact(function* (inside) {
        yield* answered(inside.check("a", 1));
        yield* answered(inside.set("a", bytes("2")));
        yield* answered(inside.check("a", 2));
        yield* answered(inside.delete("a"));
        yield* answered(inside.check("a", undefined));
      });
      expect(await contents()).toEqual({});
    });

    it("treats an expired key as absent", async () => {
      await store.set("a", bytes("1"), { ttlSeconds: 1 });
      now += 1_000;
      await transact(function* (transaction) {
        yield* answered(transaction.check("a", undefined));
        yield* answered(transaction.set("a", bytes("2")));
      });
      expect(await contents()).toEqual({ a: "2" });
    });
  });

  describe("beside others", () => {
    it("gets a conflict, and writes nothing, if another commit came after its first read", async () => {
      const transaction = transact(function* (inside) {
        yield* answered(inside.get("a"));
        yield* answered(other.set("theirs", bytes("1")));
        yield* answered(inside.set("ours", bytes("1")));
      });
      await expect(transaction).rejects.toMatchObject({ code: "conflict" });
      expect(await contents()).toEqual({ theirs: "1" });
      expect(await store.version()).toBe(1);
    });

    it("is retried up to its attempts, from the beginning and with the current data", async () => {
      let runs = 0;
      const losing = (times: number): Work =>
        function* (transaction) {
          const before = Number(text(yield* answered(transaction.get("count"))) ?? 0);
          if (runs++ < times) yield* answered(other.set("count", bytes(String(before + 10))));
          yield* answered(transaction.set("count", bytes(String(before + 1))));
        };
      await transact(losing(2), 3);
      expect([runs, await contents()]).toEqual([3, { count: "21" }]);
      runs = 0;
      await expect(transact(losing(3), 3)).rejects.toMatchObject({ code: "conflict" });
      expect([runs, await contents()]).toEqual([3, { count: "51" }]);
    });

    it("is not retried when its work throws, whatever it throws", async () => {
      let runs = 0;
      const transaction = transact(function* (inside) {
        runs++;
        yield* answered(inside.check("a", 7));
      }, 5);
      await expect(transaction).rejects.toMatchObject({ code: "conflict" });
      expect(runs).toBe(1);
    });

    it("gets no conflict from commits to other namespaces, reads or empty transactions", async () => {
      await transact(function* (transaction) {
        yield* answered(transaction.set("a", bytes("1")));
        yield* answered(namespaces.open("app:test2").set("a", bytes("2")));
        yield* answered(other.get("a"));
        yield* answered(other.delete("absent"));
      });
      expect(await contents()).toEqual({ a: "1" });
    });
  });

  it.each<[string, (transaction: StoreTransaction<Mode>) => unknown]>([
    ["get", (transaction) => transaction.get("a")],
    ["set", (transaction) => transaction.set("a", bytes("1"))],
    ["delete", (transaction) => transaction.delete("a")],
    ["range", (transaction) => transaction.range()],
    ["clear", (transaction) => transaction.clear()],
    ["check", (transaction) => transaction.check("a", undefined)],
    ["savepoint", (transaction) => transaction.savepoint()],
  ])("refuses %s after its end, whether it committed or failed", async (_operation, use) => {
    const kept: StoreTransaction<Mode>[] = [];
    const keep: Work = function* (transaction) {
      kept.push(transaction);
      yield* answered(transaction.set("a", bytes("0")));
      if (kept.length === 2) throw new Error("fails");
    };
    await transact(keep);
    await expect(transact(keep)).rejects.toThrow("fails");
    for (const each of kept) await expect(outcome(() => use(each))).rejects.toThrow("the transaction is over");
    expect(await contents()).toEqual({ a: "0" });
    expect(await store.version()).toBe(1);
  });

  it("refuses a rollback after its end", async () => {
    const savepoint = await transact(function* (transaction) {
      yield* answered(transaction.set("a", bytes("1")));
      return transaction.savepoint();
    });
    await expect(outcome(() => savepoint.rollback())).rejects.toThrow("the transaction is over");
    expect(await contents()).toEqual({ a: "1" });
  });
});

/**
 * Does something again and again where the stack ends, each time with a frame more of it, until it is not stopped any
 * more.
 */
function whereTheStackEnds(act: () => void): void {
  try {
    whereTheStackEnds(act);
  } catch {
    act();
  }
}

describe("a transaction over an embedded engine", () => {
  it("keeps and counts every write when a stack overflow interrupts later ones", () => {
    for (let round = 0; round < 100; round++) {
      const store = openStore({ backend: openMemory() }).open("app:test");
      // As many as a node of the tree holds.
      const names = Array.from({ length: 32 }, (_each, index) => `key ${index + 10}`);
      store.transaction((transaction) => {
        for (const name of names) transaction.set(name, bytes("1"));
        whereTheStackEnds(() => transaction.set("one more", bytes("1")));
      });
      expect(store.keys()).toEqual([...names, "one more"]);
      expect(store.verify().faults).toEqual([]);
    }
  });

  it("refuses work that returns a promise, and writes nothing, however the promise settles", async () => {
    const store = openStore({ backend: openMemory() }).open("app:test");
    for (const fails of [false, true]) {
      const work = async (transaction: StoreTransaction<"sync">) => {
        transaction.set("before", bytes("1"));
        await Promise.resolve();
        if (fails) throw new Error("nobody is there to hear this");
        expect(() => transaction.set("after", bytes("1"))).toThrow("the transaction is over");
      };
      expect(() => store.transaction(work as never)).toThrow(TypeError);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(store.keys()).toEqual([]);
    expect(store.version()).toBe(0);
  });
});

describe("a transaction over an asynchronous engine", () => {
  /**
   * Answers each request after another number of turns, so that operations which are asked for together overtake each
   * other if they can.
   */
  async function unevenStore(): Promise<Store<"async">> {
    let requests = 0;
    const backend: Backend<"async"> = promised(openMemory(), async () => {
      for (let turns = (requests++ * 7) % 5; turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
    });
    return (await openStore({ backend })).open("app:test");
  }

  it("performs simultaneous operations one after the other, and counts them exactly", async () => {
    const store = await unevenStore();
    await store.set("a", bytes("0"));
    const answers = await store.transaction((transaction) =>
      Promise.all([
        transaction.set("a", bytes("1")),
        transaction.set("b", bytes("22")),
        transaction.set("b", bytes("333")),
        transaction.delete("a"),
        transaction.delete("a"),
        transaction.usage(),
      ]),
    );
    expect(answers).toEqual([undefined, undefined, undefined, true, false, { bytes: 4, keys: 1 }]);
    expect(await store.verify()).toEqual({ faults: [], counted: { bytes: 4, keys: 1 } });
  });

  it("sets a savepoint after the operations requested before it, and before those requested after it", async () => {
    const store = await unevenStore();
    await store.transaction(async (transaction) => {
      const before = transaction.set("before", bytes("1"));
      const savepoint = transaction.savepoint();
      const after = transaction.set("after", bytes("2"));
      await Promise.all([before, after]);
      await savepoint.rollback();
    });
    expect(await store.keys()).toEqual(["before"]);
    await store.transaction(async (transaction) => {
      const setting = transaction.set("again", bytes("1"));
      const savepoint = transaction.savepoint();
      await setting;
      const clearing = transaction.clear();
      await savepoint.rollback();
      await clearing;
    });
    expect(await store.keys()).toEqual(["again", "before"]);
    await store.transaction(async (transaction) => {
      const setting = transaction.set("kept", bytes("1"));
      transaction.savepoint();
      await setting;
    });
    expect(await store.keys()).toEqual(["again", "before", "kept"]);
  });

  it("performs the other operations when one is refused", async () => {
    const store = await unevenStore();
    const settled = await store.transaction((transaction) =>
      Promise.allSettled([transaction.set("", bytes("1")), transaction.set("b", bytes("2")), transaction.get("b")]),
    );
    expect(settled).toMatchObject([
      { status: "rejected", reason: { code: "invalid-key" } },
      { status: "fulfilled" },
      { status: "fulfilled", value: bytes("2") },
    ]);
  });

  it("refuses work that does not wait for its operations, and writes nothing", async () => {
    const store = await unevenStore();
    const forgetful = store.transaction(async (transaction) => {
      await transaction.set("a", bytes("1"));
      void transaction.set("b", bytes("2"));
      void transaction.set("c", bytes("3"));
    });
    await expect(forgetful).rejects.toThrow("must wait for each operation");
    expect(await store.keys()).toEqual([]);
  });
});
