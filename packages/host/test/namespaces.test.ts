import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Backend } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openLmdb } from "@airssys/backend-lmdb";
import { ENGINES } from "@airssys/test-kit/engines";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importNamespace, type Namespaces, openStore } from "../src/index.ts";
import { bytes } from "./guest.ts";

const NOW = 1_767_225_600_000;

/** Every key and value that a backend holds, as text. */
async function stored(backend: ReturnType<(typeof ENGINES)[0]["open"]>["backend"]): Promise<string[]> {
  const page = await backend.scan({});
  return page.entries.map(({ key }) => Buffer.from(key).toString("latin1"));
}

describe.each(ENGINES)("namespaces over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let namespaces: Namespaces;
  let clock: number;

  beforeEach(async () => {
    opened = engine.open();
    clock = NOW;
    namespaces = await openStore({ backend: opened.backend, clock: () => clock });
  });
  afterEach(() => opened.close());

  async function fill(name: string, count: number, ttlSeconds?: number) {
    const store = namespaces.open(name);
    for (let start = 0; start < count; start += 1_000) {
      await namespaces.openGrouped(name).transaction(async (transaction) => {
        for (let index = start; index < Math.min(count, start + 1_000); index++)
          await transaction.set(
            `key/${index}`,
            bytes(`value ${index}`),
            ttlSeconds === undefined ? "never" : { ttlSeconds },
          );
      });
    }
    return store;
  }

  it("are listed in the order of their names with what they use, in pages", async () => {
    for (const name of ["user:bob", "component:b", "app:z", "component:a", "org/x", "system"]) await fill(name, 2);
    const { namespaces: all, after } = await namespaces.list();
    expect(all.map(({ name }) => name)).toEqual(["app:z", "component:a", "component:b", "org/x", "system", "user:bob"]);
    expect(after).toBeUndefined();
    expect(all[0]).toEqual({
      name: "app:z",
      bytes: 2 * "key/0value 0".length,
      keys: 2,
      version: 1,
      state: "open",
      quota: { bytes: undefined, keys: undefined },
    });
    const first = await namespaces.list({ prefix: "component:", limit: 1 });
    expect(first.namespaces.map(({ name }) => name)).toEqual(["component:a"]);
    const second = await namespaces.list({ prefix: "component:", limit: 1, after: first.after });
    expect(second.namespaces.map(({ name }) => name)).toEqual(["component:b"]);
    expect(second.after).toBeUndefined();
    expect((await namespaces.list({ prefix: "component:", after: "app:z" })).namespaces).toHaveLength(2);
    expect((await namespaces.list({ after: "user:bob" })).namespaces).toEqual([]);
  });

  it("are listed with options that are known alone", async () => {
    await expect((async () => namespaces.list({ prefx: "a" } as object))()).rejects.toThrow(
      /"prefx" is no option here/,
    );
    await expect((async () => namespaces.list({ limit: 0 }))()).rejects.toThrow(
      /1 to 1000 namespaces, got a limit of 0/,
    );
  });

  it.each([1, 2_500])("leave nothing behind when they are removed, with %i keys", async (count) => {
    await fill("app:kept", 1);
    const before = await stored(opened.backend);
    await fill("app:gone", count);
    await namespaces.open("app:gone").set("expires", bytes("soon"), { ttlSeconds: 10 });
    await namespaces.open("app:gone").set("expired", bytes("now"), { ttlSeconds: 1 });
    clock += 2_000;
    expect(await namespaces.remove("app:gone")).toBe(true);
    expect((await stored(opened.backend)).filter((key) => key !== "\0floor")).toEqual(before);
    expect(await namespaces.remove("app:gone")).toBe(false);
    expect((await namespaces.list()).namespaces.map(({ name }) => name)).toEqual(["app:kept"]);
  });

  it("never give a version twice, though they were removed between", async () => {
    const store = await fill("app:a", 3);
    await store.set("key/0", bytes("again"));
    const version = (await store.getEntry("key/0"))?.version as number;
    await namespaces.remove("app:a");
    expect(await store.version()).toBeGreaterThan(version);
    await store.set("key/0", bytes("anew"));
    expect((await store.getEntry("key/0"))?.version).toBeGreaterThan(version);
    expect((await store.verify()).faults).toEqual([]);
  });

  it("let a transaction lose that began before they were removed and made anew", async () => {
    const store = namespaces.openGrouped("app:a");
    const other = namespaces.open("app:a");
    await expect(
      store.transaction(async (transaction) => {
        expect(await transaction.get("a")).toBeUndefined();
        await other.set("a", bytes("1"));
        await namespaces.remove("app:a");
        await transaction.set("b", bytes("2"));
      }),
    ).rejects.toThrow(/another commit won/);
  });

  it("that are half removed are empty, refuse writes, and are removed by another call", async () => {
    const store = await fill("app:a", 2_500);
    const removal = namespaces.remove("app:a");
    const seen = await firstSeen(async () => (await namespaces.list()).namespaces[0]?.state === "removing");
    expect(seen).toBe(true);
    const sure = namespaces.open("app:a");
    expect(await sure.usage()).toEqual({ bytes: 0, keys: 0 });
    expect(await sure.keys()).toEqual([]);
    await expect((async () => sure.set("new", bytes("1")))()).rejects.toThrow(/another commit won/);
    await removal;
    await store.set("new", bytes("1"));
    expect(await store.keys()).toEqual(["new"]);
  });

  it("keep their quota, which binds every store of theirs until it is taken away", async () => {
    const store = namespaces.open("app:a");
    expect(await namespaces.quota("app:a")).toEqual({ bytes: undefined, keys: undefined });
    await namespaces.setQuota("app:a", { bytes: 10, keys: 2 });
    expect(await namespaces.quota("app:a")).toEqual({ bytes: 10, keys: 2 });
    const again = await openStore({ backend: opened.backend, clock: () => clock });
    expect(await again.quota("app:a")).toEqual({ bytes: 10, keys: 2 });
    await expect((async () => again.open("app:a").set("a", bytes("0123456789")))()).rejects.toMatchObject({
      code: "quota-exceeded",
    });
    await store.set("a", bytes("1"));
    await store.set("b", bytes("1"));
    await expect((async () => store.set("c", bytes("1")))()).rejects.toMatchObject({ code: "limit-exceeded" });
    await namespaces.setQuota("app:a", {});
    await store.set("c", bytes("0123456789"));
    expect((await store.verify()).faults).toEqual([]);
  });

  it("take a quota of whole numbers alone", async () => {
    const set = async (quota: object) => namespaces.setQuota("app:a", quota);
    await expect(set({ bytes: -1 })).rejects.toThrow(RangeError);
    await expect(set({ keys: 0.5 })).rejects.toThrow(RangeError);
    await expect(set({ byte: 1 })).rejects.toThrow(/"byte" is no option here/);
  });

  it("are copied with versions, expiries and quota, within a store and to another", async () => {
    const store = await fill("app:a", 1_500);
    await store.set("expires", bytes("soon"), { ttlSeconds: 10 });
    await store.set("expired", bytes("now"), { ttlSeconds: 1 });
    await store.set("key/7", bytes("again"));
    await namespaces.setQuota("app:a", { bytes: 1_000_000 });
    clock += 2_000;
    const other = openStore({ backend: openMemory(), clock: () => clock });
    await namespaces.copy("app:a", { to: other, as: "user:copy" });
    await namespaces.copy("app:a", { as: "app:b" });
    for (const [where, name] of [
      [other, "user:copy"],
      [namespaces, "app:b"],
    ] as const) {
      const copy = where.open(name);
      expect(await everything(copy)).toEqual(await everything(store));
      expect((await copy.getEntry("key/7"))?.version).toBe((await store.getEntry("key/7"))?.version);
      expect(await copy.get("key/7")).toEqual(bytes("again"));
      expect(await copy.getMany(["key/7", "none"])).toEqual([bytes("again"), undefined]);
      expect(await copy.usage()).toEqual(await store.usage());
      expect(await where.quota(name)).toEqual({ bytes: 1_000_000, keys: undefined });
      expect((await copy.verify()).faults).toEqual([]);
      await copy.set("key/7", bytes("changed"));
      await copy.delete("key/8");
      expect((await copy.verify()).faults).toEqual([]);
      expect(await copy.version()).toBeGreaterThan(await store.version());
    }
  });

  it("that are being filled are empty, and refuse writes", async () => {
    await fill("app:a", 2_500);
    const target = namespaces.open("app:b");
    const copying = namespaces.copy("app:a", { as: "app:b" });
    const isFilling = async () => {
      const listed = (await namespaces.list({ prefix: "app:b" })).namespaces[0];
      return listed?.state === "filling" && listed.keys > 0;
    };
    expect(await firstSeen(isFilling)).toBe(true);
    expect(await target.get("key/0")).toBeUndefined();
    expect(await target.getMany(["key/0", "key/1"])).toEqual([undefined, undefined]);
    expect(await target.getEntry("key/0")).toBeUndefined();
    expect(await target.keys()).toEqual([]);
    expect(await target.usage()).toEqual({ bytes: 0, keys: 0 });
    await expect((async () => target.set("a", bytes("1")))()).rejects.toMatchObject({ code: "conflict" });
    await expect(namespaces.copy("app:a", { as: "app:b" })).rejects.toMatchObject({ code: "filling" });
    await expect(namespaces.copy("app:b", { as: "app:c" })).rejects.toMatchObject({ code: "filling" });
    await copying;
    expect(await target.get("key/0")).toEqual(bytes("value 0"));
    expect(await target.count()).toBe(2_500);
  });

  it("are not copied over what is there, from what is not there, or beyond a quota", async () => {
    const store = await fill("app:a", 200);
    await fill("app:b", 1);
    await expect(namespaces.copy("app:a", { as: "app:b" })).rejects.toMatchObject({ code: "occupied" });
    await expect(namespaces.copy("app:none", { as: "app:c" })).rejects.toMatchObject({ code: "absent" });
    await expect(namespaces.copy("app:a", {})).rejects.toThrow(RangeError);
    const to = await openStore({ backend: opened.backend }); // the same namespace, through another store
    await expect(namespaces.copy("app:a", { to })).rejects.toThrow(RangeError);
    await expect(namespaces.copy("app:a", { too: namespaces } as object)).rejects.toThrow(/"too" is no option here/);
    await expect(namespaces.copy("app:a", { to: {} as Namespaces })).rejects.toThrow(TypeError);
    await namespaces.setQuota("app:c", { keys: 199 });
    await expect(namespaces.copy("app:a", { as: "app:c" })).rejects.toMatchObject({ code: "limit-exceeded" });
    expect((await namespaces.list()).namespaces.map(({ name }) => name)).toEqual(["app:a", "app:b", "app:c"]);
    expect(await namespaces.quota("app:c")).toEqual({ keys: 199, bytes: undefined });
    expect(await store.count()).toBe(200);
  });

  it("are copied into one of which all has expired", async () => {
    await fill("app:a", 3);
    await fill("app:b", 1_200, 1);
    await namespaces.setQuota("app:b", { keys: 5_000 });
    clock += 2_000;
    await namespaces.copy("app:a", { as: "app:b" });
    expect(await namespaces.open("app:b").count()).toBe(3);
    expect((await namespaces.open("app:b").verify()).faults).toEqual([]);
    expect(await namespaces.quota("app:b")).toEqual({ bytes: undefined, keys: 5_000 });
  });

  it("are moved, and nothing of them stays", async () => {
    const store = await fill("app:a", 1_500);
    const before = await everything(store);
    await namespaces.move("app:a", { as: "app:b" });
    expect((await namespaces.list()).namespaces.map(({ name }) => name)).toEqual(["app:b"]);
    expect(await everything(namespaces.open("app:b"))).toEqual(before);
    await namespaces.move("app:b", { as: "app:a" });
    expect(await everything(store)).toEqual(before);
    expect((await store.verify()).faults).toEqual([]);
  });

  it("that are written while they are moved lose nothing", async () => {
    const store = await fill("app:a", 1_500);
    const moving = namespaces.move("app:a", { as: "app:b" });
    const isFilling = async () => (await namespaces.list({ prefix: "app:b" })).namespaces[0]?.state === "filling";
    expect(await firstSeen(isFilling)).toBe(true);
    await store.set("late", bytes("1"));
    await expect(moving).rejects.toMatchObject({ code: "conflict" });
    expect((await namespaces.list()).namespaces.map(({ name }) => name)).toEqual(["app:a"]);
    expect(await store.count()).toBe(1_501);
  });

  it("tell who watches them that a copy has changed them", async () => {
    await fill("app:a", 3);
    const watch = namespaces.open("app:b").watch();
    await namespaces.copy("app:a", { as: "app:b" });
    expect((await watch.next()).value).toMatchObject({ type: "overflow", missed: 3 });
    watch.close();
  });
});

describe("a namespace that was left half filled or half removed", () => {
  it("stays empty after its process has ended, until it is removed", async () => {
    const backend = openMemory();
    const namespaces = openStore({ backend });
    for (let index = 0; index < 500; index++) namespaces.open("app:a").set(`key/${index}`, bytes("1"));
    let commits = 0;
    const mortal: Backend<"sync"> = {
      ...{ name: backend.name, mode: backend.mode, capabilities: backend.capabilities },
      get: (key) => backend.get(key),
      getMany: (keys) => backend.getMany(keys),
      scan: (range) => backend.scan(range),
      count: (bounds) => backend.count(bounds),
      commit: (batch) => backend.commit(batch),
      commitAll(batches) {
        if (++commits > 2) throw new Error("the process has ended");
        return backend.commitAll(batches);
      },
      flush: () => backend.flush(),
      stats: () => backend.stats(),
      close: () => backend.close(),
    };
    const dying = openStore({ backend: mortal });
    await expect(dying.copy("app:a", { as: "app:b" })).rejects.toThrow("the process has ended");
    expect(namespaces.list({ prefix: "app:b" }).namespaces).toMatchObject([{ state: "filling", keys: 100 }]);
    expect(namespaces.open("app:b").keys()).toEqual([]);
    for (const mode of ["resumable", "atomic"] as const)
      await expect(importNamespace(namespaces, "app:b", [], { mode })).rejects.toMatchObject({ code: "filling" });
    expect(await namespaces.remove("app:b")).toBe(true);
    commits = 1;
    await expect(dying.remove("app:a")).rejects.toThrow("the process has ended");
    expect(namespaces.list().namespaces).toMatchObject([{ name: "app:a", state: "removing", keys: 400 }]);
    await expect(namespaces.copy("app:a", { as: "app:b" })).rejects.toMatchObject({ code: "removing" });
    expect(await namespaces.remove("app:a")).toBe(true);
    expect(namespaces.list().namespaces).toEqual([]);
  });
});

describe("the backup of a store", () => {
  it("is refused by an engine that has none, and with options that are off", async () => {
    const namespaces = openStore({ backend: openMemory() });
    await expect(namespaces.backup({ path: "./copy" })).rejects.toMatchObject({ code: "unsupported" });
    await expect(namespaces.backup({ path: "" })).rejects.toThrow(TypeError);
    await expect(namespaces.backup({ pth: "./copy" } as never)).rejects.toThrow(/"pth" is no option here/);
  });

  it("holds every namespace as it was, while others write", async () => {
    const folder = temporaryFolder();
    const backend = openLmdb({ path: join(folder, "store") });
    const namespaces = openStore({ backend });
    const store = namespaces.openGrouped("app:a");
    for (let index = 0; index < 200; index++) await store.set(`key/${index}`, bytes("1"), { ttlSeconds: 60 });
    await namespaces.setQuota("app:a", { keys: 10_000 });
    const backup = namespaces.backup({ path: join(folder, "backup") });
    for (let index = 0; index < 50; index++) await store.set(`late/${index}`, bytes("1"));
    await backup;
    backend.close();
    const restored = openLmdb({ path: join(folder, "backup") });
    const copies = openStore({ backend: restored });
    expect(copies.list().namespaces).toMatchObject([{ name: "app:a", state: "open", quota: { keys: 10_000 } }]);
    expect(copies.open("app:a").verify().faults).toEqual([]);
    expect(copies.open("app:a").count({ prefix: "key/" })).toBe(200);
    restored.close();
  });

  it("is none if a namespace in it is not as recorded", async () => {
    const folder = temporaryFolder();
    const backend = openLmdb({ path: join(folder, "store") });
    const namespaces = openStore({ backend });
    namespaces.open("app:a").set("a", bytes("1"));
    backend.commit({ checks: [], writes: [{ type: "delete", key: bytes("app:a:a") }] });
    const backup = namespaces.backup({ path: join(folder, "backup") });
    await expect(backup).rejects.toThrow(/app:a in the backup is not as recorded: 2 bytes are recorded, 0 are there/);
    expect(readdirSync(folder)).toEqual(["store"]);
    backend.close();
  });
});

async function everything(store: ReturnType<Namespaces["open"]>) {
  const found: unknown[] = [];
  for (let after: string | undefined; ; ) {
    const page = await store.range({}, after === undefined ? {} : { after });
    found.push(...page.entries);
    if (page.after === undefined) return found;
    after = page.after;
  }
}

/** Whether something becomes true within some turns of the event loop. */
async function firstSeen(isTrue: () => Promise<boolean>): Promise<boolean> {
  for (let turn = 0; turn < 2_000; turn++) {
    if (await isTrue()) return true;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return false;
}
