import { type Mode, PAGE_BYTES_MAX } from "@airssys/backend";
import { faulty } from "@airssys/backend/faults";
import { openMemory } from "@airssys/backend/memory";
import { ENGINES } from "@airssys/test-kit/engines";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EntryPage, type KeyRange, type Namespaces, openStore, type Walk } from "../src/index.ts";
import { answered, type Script, scripted } from "./scripted-work.ts";
import { parametersOf } from "./store-model/parameters.ts";

// What a transaction sees of a range: what is committed and what it wrote itself, in one order, whatever the pages.

const key = (index: number) => `k${String(index).padStart(5, "0")}`;

describe.each(ENGINES)("a range inside of a transaction over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let namespaces: Namespaces<Mode>;

  beforeEach(async () => {
    opened = engine.open();
    namespaces = await openStore({ backend: opened.backend });
  });
  afterEach(() => opened.close());

  type Inside = Parameters<Parameters<typeof scripted>[1]>[0];

  async function inside(name: string, script: (transaction: Inside) => Script<void>): Promise<void> {
    await namespaces.open(name).transaction(scripted(namespaces.mode, script));
  }

  function* pages(transaction: Inside, range: KeyRange, walk: Walk): Script<EntryPage["entries"][]> {
    const found: EntryPage["entries"][] = [];
    let after: string | undefined;
    do {
      const page: EntryPage = yield* answered(transaction.range(range, { ...walk, after }));
      found.push(page.entries);
      after = page.after;
    } while (after !== undefined);
    return found;
  }

  const indexes = fc.uniqueArray(fc.nat(20));

  it("is the sorted array of what is committed and what is pending, in both directions and pages of every size", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(indexes, indexes, indexes, fc.boolean(), async (committed, written, removed, isCleared) => {
        const name = `app:run-${run++}`;
        await inside(name, function* (transaction) {
          for (const index of committed) yield* answered(transaction.set(key(index), Uint8Array.of(0)));
        });
        await inside(name, function* (transaction) {
          if (isCleared) yield* answered(transaction.clear());
          for (const index of removed) yield* answered(transaction.delete(key(index)));
          for (const index of written) yield* answered(transaction.set(key(index), Uint8Array.of(1)));
          const there = new Map(isCleared ? [] : committed.map((index) => [index, 0]));
          for (const index of removed) there.delete(index);
          for (const index of written) there.set(index, 1);
          const sorted = [...there].sort(([a], [b]) => a - b).map(([index, value]) => [key(index), value]);
          for (const reverse of [false, true]) {
            for (let limit = 1; limit <= sorted.length + 1; limit++) {
              const found = yield* pages(transaction, {}, { reverse, limit });
              const entries = found.flat().map((entry) => [entry.key, entry.value[0]]);
              expect(entries).toEqual(reverse ? sorted.toReversed() : sorted);
              expect(found.slice(0, -1).every((page) => page.length === limit)).toBe(true);
            }
          }
        });
      }),
      parametersOf(engine.name === "lmdb" ? 30 : 80),
    );
  });

  it("goes on past the pages of the backend, where nothing of a page is left or all of it is", {
    timeout: 30_000,
  }, async () => {
    const count = 3_000;
    await inside("app:many", function* (transaction) {
      for (let index = 0; index < count; index += 2) yield* answered(transaction.set(key(index), Uint8Array.of(0)));
    });
    await inside("app:many", function* (transaction) {
      yield* answered(transaction.deleteRange({ start: key(100), end: key(2_500) }));
      for (let index = 1; index < count; index += 2) yield* answered(transaction.set(key(index), Uint8Array.of(1)));
      const all = Array.from({ length: count }, (_, index) => index);
      const sorted = all.filter((index) => index % 2 === 1 || index < 100 || index >= 2_500).map(key);
      expect(yield* answered(transaction.keys())).toEqual(sorted);
      expect(yield* answered(transaction.count())).toBe(sorted.length);
      for (const limit of [1_000, 999, 7]) {
        const forward = yield* pages(transaction, {}, { limit });
        expect(forward.flat().map((entry) => entry.key)).toEqual(sorted);
        const backward = yield* pages(transaction, {}, { limit, reverse: true });
        expect(backward.flat().map((entry) => entry.key)).toEqual(sorted.toReversed());
      }
    });
  });

  it("ends a page early once its values take 4 MiB, committed and pending ones together, and leaves none out", async () => {
    const value = new Uint8Array(PAGE_BYTES_MAX / 4);
    await inside("app:large", function* (transaction) {
      for (let index = 0; index < 8; index += 2) yield* answered(transaction.set(key(index), value));
    });
    await inside("app:large", function* (transaction) {
      for (let index = 1; index < 8; index += 2) yield* answered(transaction.set(key(index), value));
      for (const reverse of [false, true]) {
        const found = yield* pages(transaction, {}, { reverse });
        const keys = Array.from({ length: 8 }, (_, index) => key(index));
        expect(found.flat().map((entry) => entry.key)).toEqual(reverse ? keys.toReversed() : keys);
        expect(found.length).toBeGreaterThan(1);
        expect(Math.max(...found.map((page) => page.length))).toBeLessThanOrEqual(5);
      }
    });
  });
});

describe("the work for a page", () => {
  it("stays small behind many keys of which none can be seen, however small the page", () => {
    const backend = faulty(openMemory(), []);
    let now = 1_000;
    const store = openStore({ backend, clock: () => now }).open("app:hidden");
    const scansOf = (work: () => void) => {
      const before = backend.counts.scan;
      work();
      return backend.counts.scan - before;
    };
    store.transaction((transaction) => {
      for (let index = 0; index < 1_000; index++) transaction.set(key(index), Uint8Array.of(0), { ttlSeconds: 1 });
      for (let index = 1_000; index < 2_001; index++) transaction.set(key(index), Uint8Array.of(0));
    });
    store.transaction((transaction) => {
      transaction.deleteRange({ start: key(0), end: key(2_000) });
      expect(scansOf(() => expect(transaction.range({}, { limit: 1 }).entries).toHaveLength(1))).toBeLessThan(15);
    });
    for (let index = 0; index < 500; index++) store.set(key(index), Uint8Array.of(0), { ttlSeconds: 1 });
    now += 1_000;
    expect(scansOf(() => expect(store.range({}, { limit: 1 }).entries).toHaveLength(1))).toBeLessThan(15);
  });

  it("that holds keys alone does not grow with the values that are pending", () => {
    const backend = faulty(openMemory(), []);
    openStore({ backend })
      .open("app:large")
      .transaction((transaction) => {
        for (let index = 0; index < 20; index++) transaction.set(key(index), new Uint8Array(1_048_576));
        const before = backend.counts.scan;
        expect(transaction.keys()).toHaveLength(20);
        expect(transaction.count()).toBe(20);
        expect(backend.counts.scan - before).toBe(1); // that nothing is committed there is known from then on
      });
  });
});

describe("taking one entry after the other from an end of a range", () => {
  it.each([
    ["first", false],
    ["last", true],
  ])("asks the engine as much for each as for the first: %s", (_end, reverse) => {
    const backend = faulty(openMemory(), []);
    const store = openStore({ backend }).open("app:queue");
    store.transaction((transaction) => {
      for (let index = 0; index < 500; index++) transaction.set(key(index), new Uint8Array());
    });
    const scansBefore = backend.counts.scan;
    const taken: string[] = [];
    store.transaction((transaction) => {
      for (;;) {
        const [entry] = transaction.range({ prefix: "k" }, { reverse, limit: 1 }).entries;
        if (entry === undefined) break;
        taken.push(entry.key);
        transaction.delete(entry.key);
        if (taken.length === 100) transaction.set(key(250), Uint8Array.of(1)); // in the midst of what is still there
        if (taken.length === 200) transaction.set(reverse ? key(499) : key(0), Uint8Array.of(2)); // and of what is not
      }
    });
    expect(taken).toHaveLength(501);
    expect(new Set(taken).size).toBe(500);
    expect(backend.counts.scan - scansBefore).toBeLessThan(3 * taken.length);
    expect(store.usage().keys).toBe(0);
  });

  it("sees again what a savepoint brings back", () => {
    const store = openStore({ backend: openMemory() }).open("app:queue");
    for (const each of ["a", "b", "c"]) store.set(each, new Uint8Array());
    store.transaction((transaction) => {
      const savepoint = transaction.savepoint();
      for (const each of ["a", "b"]) transaction.delete(each);
      expect(transaction.keys()).toEqual(["c"]);
      savepoint.rollback();
      expect(transaction.keys()).toEqual(["a", "b", "c"]);
    });
  });
});
