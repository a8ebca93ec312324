import type { Mode } from "@airssys/backend";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Change, type Namespaces, type Overflow, openStore, type Store, type Watch } from "../src/index.ts";
import { ENGINES } from "./engines.ts";

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

  it("tells each commit's changes in their order, with the values before and after", async () => {
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

  it("tells what begins with its prefix, and of its own namespace alone", async () => {
    const watch = store.watch("users/");
    await namespaces.open("app:other").set("users/x", bytes("1"));
    await store.set("user", bytes("1"));
    await store.set("users/a", bytes("1"));
    expect(await taken(watch, 1)).toEqual(["2 set users/a: - -> 1"]);
  });

  it("tells what other stores of the namespace commit, grouped ones too", async () => {
    const watch = store.watch();
    await namespaces.open("app:test").set("a", bytes("1"));
    await namespaces.openGrouped("app:test").set("b", bytes("2"));
    expect(await taken(watch, 2)).toEqual(["1 set a: - -> 1", "2 set b: - -> 2"]);
  });

  it("tells the end of a transaction, not its steps, and nothing of one that failed", async () => {
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

  it("tells a clear key by key, before what is set after it", async () => {
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

  it("tells an expiry when the entry is swept, or replaced", async () => {
    await store.set("a", bytes("1"), { ttlSeconds: 1 });
    await store.set("b", bytes("2"), { ttlSeconds: 1 });
    await store.set("c", bytes("3"), { ttlSeconds: 2 });
    const watch = store.watch();
    now += 1_000;
    await store.set("b", bytes("4"));
    now += 1_000;
    await store.sweep();
    expect(await taken(watch, 4)).toEqual([
      "4 expire a: 1 -> -",
      "4 expire b: 2 -> -",
      "4 set b: - -> 4",
      "5 expire c: 3 -> -",
    ]);
  });

  it("says how much it missed when its reader is slow, and is complete again afterwards", async () => {
    const watch = store.watch("", { changesMax: 2 });
    for (const key of ["a", "b", "c", "d"]) await store.set(key, bytes(key));
    expect(await taken(watch, 3)).toEqual(["1 set a: - -> a", "2 set b: - -> b", "4 missed 2"]);
    await store.set("e", bytes("e"));
    expect(await taken(watch, 1)).toEqual(["5 set e: - -> e"]);
  });

  it("says how much it missed of one commit that is more than it can hold", async () => {
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

  it("hands a change to a reader that is waiting already", async () => {
    const watch = store.watch();
    const waiting = taken(watch, 1);
    await store.set("a", bytes("1"));
    expect(await waiting).toEqual(["1 set a: - -> 1"]);
  });

  it("ends when it is closed, and when its loop is left", async () => {
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
