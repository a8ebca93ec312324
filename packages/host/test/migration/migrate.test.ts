import type { Backend } from "@airssys/backend";
import { faulty } from "@airssys/backend/faults";
import { openMemory } from "@airssys/backend/memory";
import { ENGINES } from "@airssys/test-kit/engines";
import { afterEach, describe, expect, it } from "vitest";
import { importNamespace, type MigrationProgress, migrateStore, openStore } from "../../src/index.ts";
import { bytes, text } from "../guest.ts";
import { contents, difference, fillStore, KEYS_BESIDE, NOW, recordingCommits, smallStore } from "./stores.ts";

const KEYS = 6 * 40 + KEYS_BESIDE;

describe("migrateStore", () => {
  const closes: (() => void)[] = [];
  afterEach(() => {
    for (const close of closes.splice(0)) close();
  });
  const open = (engine: (typeof ENGINES)[number]): Backend => {
    const opened = engine.open();
    closes.push(() => opened.close());
    return opened.backend;
  };

  const pairs = ENGINES.flatMap((from) => ENGINES.map((to) => ({ from, to })));
  it.each(pairs)("copies every byte from $from.name to $to.name", async ({ from, to }) => {
    const [source, target] = [open(from), open(to)];
    await fillStore(source);
    const before = await contents(source);
    const result = await migrateStore({ from: source, to: target });
    expect(await difference(source, target)).toBeUndefined();
    expect(await contents(source)).toEqual(before);
    expect(result).toMatchObject({ keys: KEYS, passes: 1 });
    const names = result.namespaces.map(({ name }) => name);
    expect(names.join()).toBe("app:a,app:a-b,component:notes,org/acme,system,user:copied,user:empty");
  });

  it("makes a store that goes on where the source was", async () => {
    const to = openMemory();
    await migrateStore({ from: await smallStore(), to });
    const namespaces = openStore({ backend: to, clock: () => NOW + 2_000 });
    const store = namespaces.open("app:a");
    expect(text(store.get("key/7"))).toBe("app:a 7");
    expect(store.getEntry("late")).toMatchObject({ version: 2, expiresAt: NOW + 1_000_000 });
    expect(store.get("soon")).toBeUndefined();
    expect(store.version()).toBe(3);
    expect(namespaces.quota("org/acme")).toEqual({ bytes: 10_000_000, keys: 100_000 });
    for (const { name } of namespaces.list().namespaces) expect(namespaces.open(name).verify().faults).toEqual([]);
    namespaces.open("user:gone").set("a", bytes("new"));
    expect(namespaces.open("user:gone").version()).toBeGreaterThan(1); // no version is given twice
  });

  it("copies namespaces that are being filled or removed as they are", async () => {
    const memory = await smallStore(700);
    let isBroken = false;
    const broken = faulty(memory, [{ when: () => isBroken, fault: { type: "fail" } }]);
    async function* lines() {
      for (let index = 0; index < 300; index++) yield bytes(`{"key":"${index}","value":"AAAA"}\n`);
      isBroken = true;
    }
    const filling = importNamespace(openStore({ backend: broken }), "app:filling", lines(), { mode: "atomic" });
    await expect(filling).rejects.toThrow();
    const dying = faulty(memory, [{ kind: "commitAll", at: 2, fault: { type: "fail" } }]);
    await expect(openStore({ backend: dying }).remove("component:notes")).rejects.toThrow();
    const to = openMemory();
    await migrateStore({ from: memory, to });
    expect(await difference(memory, to)).toBeUndefined();
    const states = new Map(
      openStore({ backend: to })
        .list()
        .namespaces.map(({ name, state }) => [name, state]),
    );
    expect([states.get("app:filling"), states.get("component:notes")]).toEqual(["filling", "removing"]);
  });

  it("copies a store that holds nothing", async () => {
    const from = openMemory();
    openStore({ backend: from });
    const to = openMemory();
    expect(await migrateStore({ from, to })).toMatchObject({ namespaces: [], keys: 0, bytes: 0, passes: 1 });
    expect(await difference(from, to)).toBeUndefined();
  });

  it("gives the same digest for the same bytes, and another one for others", async () => {
    const digests = async (from: Backend) => {
      const { namespaces } = await migrateStore({ from, to: openMemory() });
      return new Map(namespaces.map(({ name, digest }) => [name, digest]));
    };
    const from = await smallStore();
    const before = await digests(from);
    openStore({ backend: from }).open("system").set("key/1", bytes("other"));
    const after = await digests(from);
    expect(after.get("app:a")).toBe(before.get("app:a"));
    expect(after.get("system")).not.toBe(before.get("system"));
    expect(before.get("user:empty")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("writes in commits of bounded size", async () => {
    const from = openMemory();
    const store = openStore({ backend: from }).open("app:a");
    for (let index = 0; index < 12; index++) store.set(`large/${index}`, new Uint8Array(500_000));
    store.transaction((transaction) => {
      for (let index = 0; index < 9_000; index++) transaction.set(`small/${index}`, bytes("x"));
    });
    const { backend, commits } = recordingCommits(openMemory());
    await migrateStore({ from, to: backend });
    const sizes = commits.map((writes) =>
      writes.reduce((sum, write) => sum + ("value" in write ? write.value.length : 0), 0),
    );
    expect(Math.max(...sizes)).toBeLessThan(1_048_576 + 500_100);
    expect(Math.max(...commits.map(({ length }) => length))).toBeLessThanOrEqual(2_001);
  });

  it("lets the event loop go round", async () => {
    const from = await smallStore(5_000);
    let turns = 0;
    const counting = setInterval(() => turns++, 0);
    await migrateStore({ from, to: openMemory() });
    clearInterval(counting);
    expect(turns).toBeGreaterThan(0); // between answers of engines that answer at once it would not go round at all
  });

  it("tells how far it is, phase by phase", async () => {
    const progress: MigrationProgress[] = [];
    await migrateStore({ from: await smallStore(), to: openMemory(), onProgress: (told) => progress.push(told) });
    const copied = progress.findLast(({ phase }) => phase === "copying");
    expect(copied).toMatchObject({ pass: 1, keys: KEYS, keysMax: KEYS });
    expect(progress.at(-1)).toMatchObject({ phase: "verifying", pass: 1, keys: KEYS, keysMax: KEYS });
    expect(progress.every(({ bytes: moved, keysPerSecond }) => moved > 0 && keysPerSecond > 0)).toBe(true);
  });
});
