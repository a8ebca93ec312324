import { type Backend, type Mode, promised } from "@airssys/backend";
import { faulty } from "@airssys/backend/faults";
import { openMemory } from "@airssys/backend/memory";
import { ENGINES } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Change, type Namespaces, type Overflow, openStore, type Store, type Watch } from "../src/index.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined) => value && new TextDecoder().decode(value);

/** An event in few words: `2 set a: 1 -> 2`. */
function said(event: Change | Overflow): string {
  if (event.type === "overflow") return `${event.version} missed ${event.missed}`;
  const { version, cause, key, oldValue, newValue } = event;
  return `${version} ${cause} ${key}: ${text(oldValue) ?? "-"} -> ${text(newValue) ?? "-"}`;
}

/** The events that wait, in few words. */
async function taken(watch: Watch, count: number): Promise<string[]> {
  const events: string[] = [];
  while (events.length < count) {
    const { value } = await watch.next();
    if (value === undefined) break;
    events.push(said(value));
  }
  return events;
}

describe.each(ENGINES)("a watch over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let namespaces: Namespaces<Mode>;
  let store: Store<Mode>;
  let now = 1_000_000;

  beforeEach(async () => {
    now = 1_000_000;
    opened = engine.open();
    namespaces = await openStore({ backend: opened.backend, clock: () => now });
    store = namespaces.open("app:test");
  });
  afterEach(() => opened.close());

  it("reports the changes of each commit in order, with old and new values", async () => {
    const watch = store.watch();
    await store.set("a", bytes("1"));
    await store.set("a", bytes("2"));
    await store.set("b", bytes(""));
    await store.delete("a");
    expect(await taken(watch, 4)).toEqual([
      "1 set a: - -> 1",
      "2 set a: 1 -> 2",
      "3 set b: - -> ",
      "4 delete a: 2 -> -",
    ]);
  });

  it("reports only keys with its prefix, in its own namespace", async () => {
    const watch = store.watch("users/");
    await namespaces.open("app:other").set("users/x", bytes("1"));
    await store.set("user", bytes("1"));
    await store.set("users/a", bytes("1"));
    expect(await taken(watch, 1)).toEqual(["2 set users/a: - -> 1"]);
  });

  it("reports the commits of other stores of the namespace, grouped ones too", async () => {
    const watch = store.watch();
    await namespaces.open("app:test").set("a", bytes("1"));
    await namespaces.openGrouped("app:test").set("b", bytes("2"));
    expect(await taken(watch, 2)).toEqual(["1 set a: - -> 1", "2 set b: - -> 2"]);
  });

  it("reports the result of a transaction, not its steps, and nothing of one that failed", async () => {
    await store.set("a", bytes("0"));
    const grouped = namespaces.openGrouped("app:test");
    const watch = store.watch();
    await grouped.transaction(async (transaction) => {
      await transaction.set("b", bytes("1"));
      await transaction.set("a", bytes("1"));
      await transaction.set("b", bytes("2"));
      await transaction.set("passing", bytes("1"));
      await transaction.delete("passing");
    });
    const failing = grouped.transaction(async (transaction) => {
      await transaction.set("lost", bytes("1"));
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await store.set("c", bytes("3"));
    expect(await taken(watch, 3)).toEqual(["2 set a: 0 -> 1", "2 set b: - -> 2", "3 set c: - -> 3"]);
  });

  it("reports a clear key by key, before what is set after it", async () => {
    await store.set("a", bytes("1"));
    await store.set("b", bytes("2"));
    const watch = store.watch();
    await namespaces.openGrouped("app:test").transaction(async (transaction) => {
      await transaction.set("c", bytes("never there"));
      await transaction.clear();
      await transaction.set("b", bytes("3"));
    });
    expect(await taken(watch, 3)).toEqual(["3 clear a: 1 -> -", "3 clear b: 2 -> -", "3 set b: - -> 3"]);
  });

  it("reports an expiry when the entry is swept, or replaced", async () => {
    await store.set("a", bytes("1"), { ttlSeconds: 1 });
    await store.set("b", bytes("2"), { ttlSeconds: 1 });
    await store.set("c", bytes("3"), { ttlSeconds: 2 });
    const watch = store.watch();
    now += 1_000;
    await store.set("b", bytes("4"));
    now += 1_000;
    await store.sweep();
    expect(await taken(watch, 4)).toEqual([
      "4 expire b: 2 -> -",
      "4 set b: - -> 4",
      "5 expire a: 1 -> -",
      "5 expire c: 3 -> -",
    ]);
  });

  it("reports how much it missed when its reader is slow, and is complete again afterwards", async () => {
    const watch = store.watch("", { changesMax: 2 });
    for (const key of ["a", "b", "c", "d"]) await store.set(key, bytes(key));
    expect(await taken(watch, 3)).toEqual(["1 set a: - -> a", "2 set b: - -> b", "4 missed 2"]);
    await store.set("e", bytes("e"));
    expect(await taken(watch, 1)).toEqual(["5 set e: - -> e"]);
  });

  it("reports how much it missed of one commit that exceeds its limits", async () => {
    for (const key of ["a", "b", "c", "d", "e"]) await store.set(key, bytes(key));
    const [small, large] = [store.watch("", { changesMax: 2 }), store.watch("", { changesMax: 3 })];
    await store.clear();
    expect(await taken(small, 3)).toEqual(["6 clear a: a -> -", "6 clear b: b -> -", "6 missed 3"]);
    expect(await taken(large, 4)).toEqual([
      "6 clear a: a -> -",
      "6 clear b: b -> -",
      "6 clear c: c -> -",
      "6 missed 2",
    ]);
  });

  it("passes a change to a reader that is already waiting", async () => {
    const watch = store.watch();
    const waiting = taken(watch, 1);
    await store.set("a", bytes("1"));
    expect(await waiting).toEqual(["1 set a: - -> 1"]);
  });

  it("gives each reader its own copy of values", async () => {
    const [one, other] = [store.watch(), store.watch()];
    const waiting = one.next();
    await store.set("a", bytes("1"));
    await store.set("a", bytes("2"));
    for (const { value } of [await waiting, await one.next()]) {
      if (value?.type === "change") for (const each of [value.oldValue, value.newValue]) each?.fill(0);
    }
    expect(await taken(other, 2)).toEqual(["1 set a: - -> 1", "2 set a: 1 -> 2"]);
    expect(text(await store.get("a"))).toBe("2");
  });

  it("reports that it may have missed a commit that was running when it was opened", async () => {
    for (let turns = 0; turns < 60; turns++) {
      const grouped = namespaces.openGrouped(`app:after-${turns}-turns`);
      const setting = grouped.transaction(async (transaction) => {
        for (const key of ["a", "b", "c"]) await transaction.set(key, bytes("1"));
      });
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      const watch = grouped.watch();
      await setting;
      await grouped.set("d", bytes("2"));
      const heard = await taken(watch, 1);
      if (heard[0] === "1 set a: - -> 1") heard.push(...(await taken(watch, 3)));
      const whole = ["1 set a: - -> 1", "1 set b: - -> 1", "1 set c: - -> 1", "2 set d: - -> 2"];
      expect([whole, ["2 missed 4"]]).toContainEqual(heard);
    }
  });

  it("ends when it is closed, or when its loop is left", async () => {
    const watch = store.watch();
    const waiting = watch.next();
    watch.close();
    watch.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await store.set("a", bytes("1"));
    expect(await watch.next()).toEqual({ done: true, value: undefined });

    const left = store.watch();
    await store.set("b", bytes("1"));
    for await (const event of left) {
      expect(said(event)).toBe("2 set b: - -> 1");
      break;
    }
    expect(await left.next()).toEqual({ done: true, value: undefined });
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses to hold %d changes", (changesMax) => {
    expect(() => store.watch("", { changesMax })).toThrow(RangeError);
  });
});

describe("a watch that nobody reads for long", () => {
  it("hands out what waits in order, however much it is", async () => {
    const store = openStore({ backend: openMemory() }).open("app:test");
    const watch = store.watch("k", { changesMax: 50_000 });
    store.transaction((transaction) => {
      for (let index = 0; index < 50_000; index++) transaction.set(`k${index}`, bytes("1"));
    });
    const versions = new Set<unknown>();
    for (let index = 0; index < 20_000; index++) versions.add((await watch.next()).value?.version);
    store.set("k-last", bytes("2"));
    for (let index = 20_000; index < 50_000; index++) versions.add((await watch.next()).value?.version);
    expect([...versions]).toEqual([1]);
    expect((await watch.next()).value).toMatchObject({ type: "change", key: "k-last", version: 2 });
  });

  it.each<[string, unknown[]]>([
    ["a prefix that no key could have", ["\ud800"]],
    ["an option that it does not know", ["", { changeMax: 3 }]],
    ["a number of changes that is none", ["", { changesMax: 0 }]],
  ])("refuses %s", (_what, [prefix, options]) => {
    const store = openStore({ backend: openMemory() }).open("app:test");
    expect(() => store.watch(prefix as string, options as object)).toThrow();
  });
});

describe("a watch over an engine whose answers cross", () => {
  /** Makes commits at once, and answers each when it is told to. */
  function crossing() {
    const memory = openMemory();
    const answers: (() => void)[] = [];
    const backend: Backend<"async"> = {
      ...promised(memory),
      commit: (batch) => {
        const isCommitted = memory.commit(batch);
        return new Promise((resolve) => answers.push(() => resolve(isCommitted)));
      },
    };
    return { backend, answers };
  }

  async function opened() {
    const { backend, answers } = crossing();
    const opening = openStore({ backend });
    await settled();
    answers.shift()?.();
    const store = (await opening).open("app:test");
    return { store, answers };
  }

  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it("reports commits in the order of their versions", async () => {
    const { store, answers } = await opened();
    const watch = store.watch();
    const settings: Promise<void>[] = [];
    for (const key of ["a", "b", "c"]) {
      settings.push(store.set(key, bytes("1")));
      await settled();
    }
    for (const answer of answers.toReversed()) {
      answer();
      await settled();
    }
    await Promise.all(settings);
    expect(await taken(watch, 3)).toEqual(["1 set a: - -> 1", "2 set b: - -> 1", "3 set c: - -> 1"]);
  });

  it("does not wait for a commit that got a conflict", async () => {
    const { store, answers } = await opened();
    const watch = store.watch();
    const settings = ["a", "b"].map((key) => store.set(key, bytes("1"))); // both want to be the first commit
    await settled();
    answers.shift()?.();
    await settled();
    expect(await taken(watch, 1)).toEqual(["1 set a: - -> 1"]);
    settings.push(store.set("c", bytes("1")));
    await settled();
    answers.pop()?.();
    await settings[2];
    expect(await taken(watch, 1)).toEqual(["2 set c: - -> 1"]); // although the second has not been answered
    answers.shift()?.();
    await settled();
    answers.shift()?.();
    await Promise.all(settings);
    expect(await taken(watch, 1)).toEqual(["3 set b: - -> 1"]);
  });

  it("does not wait forever for an answer that never comes, and reports what it missed", async () => {
    const { store, answers } = await opened();
    const watch = store.watch();
    const first = store.set("late", bytes("1"));
    await settled();
    for (let index = 0; index < 70; index++) {
      const setting = store.set("a", bytes(String(index)));
      await settled();
      answers.pop()?.();
      await setting;
    }
    expect(await taken(watch, 1)).toEqual(["71 missed 70"]);
    answers.shift()?.();
    await first;
    expect(await taken(watch, 1)).toEqual(["71 missed 1"]);
    const setting = store.set("b", bytes("1"));
    await settled();
    answers.shift()?.();
    await setting;
    expect(await taken(watch, 1)).toEqual(["72 set b: - -> 1"]);
  });
});

describe("a watch over an engine that loses the answer to a commit", () => {
  function losing(atCommit: number) {
    const backend = faulty(openMemory(), [{ kind: "commit", at: atCommit, fault: { type: "lose-answer" } }]);
    return openStore({ backend }).open("app:test");
  }

  it("reports that it may have missed it, in each watch for its own prefix", async () => {
    const store = losing(3);
    const [all, users, others] = [store.watch(), store.watch("users/"), store.watch("x")];
    store.set("a", bytes("1"));
    const lost = () =>
      store.transaction((transaction) => {
        transaction.set("users/1", bytes("1"));
        transaction.set("b", bytes("1"));
      });
    expect(lost).toThrow(expect.objectContaining({ outcome: "unknown" }));
    expect(await taken(all, 2)).toEqual(["1 set a: - -> 1", "2 missed 2"]);
    expect(await taken(users, 1)).toEqual(["2 missed 1"]);
    store.set("x", bytes("1"));
    expect(await taken(all, 1)).toEqual(["3 set x: - -> 1"]);
    expect(await taken(others, 1)).toEqual(["3 set x: - -> 1"]);
  });
});
