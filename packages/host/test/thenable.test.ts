import type { Answer, Backend, Batch } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { expect, it } from "vitest";
import { openHost, openStore } from "../src/index.ts";
import { bytes, guest, text } from "./guest.ts";

/** A request that is put to the engine when it is waited for, each time, as those of some database clients are. */
class Request<T> implements PromiseLike<T> {
  readonly #ask: () => T;

  constructor(ask: () => T) {
    this.#ask = ask;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is what makes it one
  then<A = T, B = never>(
    fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return new Promise<T>((resolve) => setImmediate(() => resolve(new Promise((done) => done(this.#ask()))))).then(
      fulfilled,
      rejected,
    );
  }
}

/** An engine whose answers are no promises, but can be waited for. */
function openThenable(): Backend<"async"> & { readonly commits: number } {
  const memory = openMemory();
  const later = <T>(ask: () => T) => new Request(ask) as unknown as Answer<"async", T>; // what engines in JavaScript do
  let commits = 0;
  const commit = (batch: Batch) => {
    commits++;
    return memory.commit(batch);
  };
  return {
    name: "thenable",
    mode: "async",
    capabilities: memory.capabilities,
    get commits() {
      return commits;
    },
    get: (key) => later(() => memory.get(key)),
    getMany: (keys) => later(() => memory.getMany(keys)),
    scan: (range) => later(() => memory.scan(range)),
    count: (bounds) => later(() => memory.count(bounds)),
    commit: (batch) => later(() => commit(batch)),
    commitAll: (batches) => later(() => batches.map(commit)),
    flush: () => later(() => memory.flush()),
    stats: () => later(() => memory.stats()),
    close: () => later(() => memory.close()),
  };
}

it("a store over an engine whose answers can be waited for, and are no promises, works as over promises", async () => {
  const backend = openThenable();
  const namespaces = await openStore({ backend });
  const store = namespaces.open("app:test");
  const watch = store.watch();
  const before = backend.commits;
  await store.set("a", bytes("1"));
  await store.transaction(async (transaction) => {
    await transaction.set("b", (await transaction.get("a")) ?? bytes("none"));
  });
  await namespaces.openGrouped("app:test").set("c", bytes("3"));
  expect(backend.commits - before).toBe(3);
  expect(await store.keys()).toEqual(["a", "b", "c"]);
  expect(text(await store.get("b"))).toBe("1");
  expect((await watch.next()).value).toMatchObject({ key: "a" });
  expect((await store.verify()).faults).toEqual([]);
  watch.close();
});

it("a commit that loses over such an engine is no commit", async () => {
  const backend = openThenable();
  const store = (await openStore({ backend })).open("app:test");
  const losing = store.transaction(async (transaction) => {
    await transaction.set("a", bytes("1"));
    await store.set("b", bytes("2"));
  });
  await expect(losing).rejects.toMatchObject({ code: "conflict" });
  expect(await store.keys()).toEqual(["b"]);
});

it("components work over such an engine", async () => {
  const host = await openHost({ backend: openThenable() });
  const binding = host.bind("notes", { access: "read-write", quotaBytes: 10_000 });
  const { storage } = guest(binding);
  await binding.call(async () => {
    await storage.storageSet("a", bytes("1"));
    await storage.storageSet("b", bytes("2"));
  });
  expect(text(await storage.storageGet("b"))).toBe("2");
  expect(await binding.usage()).toMatchObject({ keyCount: 2 });
});

it("over an embedded engine a transaction's work must not answer with something to wait for, and is not begun by it", () => {
  const store = openStore({ backend: openMemory() }).open("app:test");
  let isAsked = false;
  const lazy = new Request(() => {
    isAsked = true;
  });
  expect(() => store.transaction(() => lazy as unknown)).toThrow(/synchronous/);
  expect(isAsked).toBe(false);
});
