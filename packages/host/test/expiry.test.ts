import type { Backend, Mode, ScanRange } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { ENGINES } from "@airssys/test-kit/engines";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Namespaces, openHost, openStore, type Store } from "../src/index.ts";

// Expired entries take room until they are removed. They must not take more than the quota, nor make anybody wait.

const bytes = (text: string) => new TextEncoder().encode(text);
const START = 1_767_225_600_000;

describe.each(ENGINES)("expired entries over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  let namespaces: Namespaces;
  let now: number;

  const open = async (backend: Backend = opened.backend) => {
    namespaces = await openStore({ backend, clock: () => now });
    return namespaces;
  };
  beforeEach(async () => {
    opened = engine.open();
    now = START;
    await open();
  });
  afterEach(async () => {
    await namespaces.sweeper.stop();
    await opened.close();
  });

  async function fill(store: Store<Mode>, count: number): Promise<void> {
    for (let index = 0; index < count; index++) await store.set(`gone/${index}`, bytes("v"), { ttlSeconds: 1 });
  }

  it("never take more room than the quota and one commit", async () => {
    const quota = { bytes: 300, keys: 20 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ key: fc.nat(40), length: fc.nat(60), ttl: fc.integer({ min: 1, max: 4 }) }), {
          minLength: 30,
          maxLength: 60,
        }),
        async (sets) => {
          const store = namespaces.open(`app:${++now}`, quota);
          for (const { key, length, ttl } of sets) {
            now += 700;
            const name = `k${key}`;
            try {
              await store.set(name, new Uint8Array(length), { ttlSeconds: ttl });
            } catch (error) {
              expect(error).toMatchObject({ code: expect.stringMatching(/quota-exceeded|limit-exceeded/) });
            }
            const { counted, faults } = (await store.verify()) ?? { counted: { bytes: 0, keys: 0 } };
            expect(faults).toEqual([]);
            expect(counted.bytes).toBeLessThanOrEqual(quota.bytes);
            expect(counted.keys).toBeLessThanOrEqual(quota.keys);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it("leave their room to a write that needs it, all of it in one commit if need be", async () => {
    const store = namespaces.open("app:full", { bytes: 1_000, keys: 1_000 });
    for (let index = 0; index < 20; index++) await store.set(`k${index}`, new Uint8Array(45), { ttlSeconds: 1 });
    now += 1_000;
    await store.set("large", new Uint8Array(900));
    expect(await store.usage()).toEqual({ bytes: 905, keys: 1 });
    expect((await store.verify()).counted.bytes).toBeLessThanOrEqual(1_000);
  });

  it("are counted anew after the sweeper found that none are left", async () => {
    const store = namespaces.open("app:extended");
    await store.set("lock", bytes("v"), { ttlSeconds: 1 });
    await store.set("lock", bytes("v"), { ttlSeconds: 2 }); // the record still expects the first to expire
    now += 1_000;
    expect(await store.usage()).toEqual({ bytes: 5, keys: 1 });
    expect(await store.sweep()).toBe(0);
    await store.set("next", bytes("v"), { ttlSeconds: 1 });
    expect((await store.verify()).faults).toEqual([]);
  });

  it("do not come back when the clock steps back behind their end", async () => {
    const store = namespaces.open("app:lock");
    await store.set("lock", bytes("mine"), { ttlSeconds: 10 });
    await store.set("other", bytes("x"), { ttlSeconds: 100 });
    now += 10_000;
    expect(await store.get("lock")).toBeUndefined();
    now -= 11_000;
    expect(await store.get("lock")).toBeUndefined();
    expect(await store.has("lock")).toBe(false);
    expect(await store.keys()).toEqual(["other"]);
    expect((await store.usage()).keys).toBe(1);
    await store.set("lock", bytes("yours"), { ttlSeconds: 10 });
    expect(await store.get("lock")).toEqual(bytes("yours"));
    expect(await store.getEntry("lock")).toMatchObject({ expiresAt: START + 20_000 });
  });

  it("do not come back after a restart with a clock that stepped back, once a commit has met them", async () => {
    const before = namespaces.open("app:lock");
    await before.set("lock", bytes("mine"), { ttlSeconds: 10 });
    await before.set("lock too", bytes("mine"), { ttlSeconds: 10 });
    now += 10_000;
    await before.set("lock", bytes("again"));
    now -= 11_000;
    for (const act of [
      async (store: Store<Mode>) => expect(await store.get("lock too")).toBeUndefined(),
      async (store: Store<Mode>) => expect(await store.has("lock too")).toBe(false),
      async (store: Store<Mode>) => expect(await store.getMany(["lock too"])).toEqual([undefined]),
      async (store: Store<Mode>) => expect(await store.keys()).toEqual(["lock"]),
      async (store: Store<Mode>) => expect(await store.count()).toBe(1),
      async (store: Store<Mode>) => expect((await store.usage()).keys).toBe(1),
    ]) {
      await act((await open()).open("app:lock"));
    }
  });

  it("cost a step of the sweeper nothing that anybody sees, and are gone from every namespace", async () => {
    for (const name of ["app:one", "user:two", "component:three"]) await fill(namespaces.open(name), 100);
    await namespaces.open("app:one").set("stays", bytes("1"));
    now += 1_000;
    const { sweeper } = await open(); // has used none of them
    sweeper.start();
    sweeper.start();
    expect(sweeper.isRunning).toBe(true);
    await vi.waitFor(() => expect(sweeper.stats).toMatchObject({ keys: 300, bytes: 3 * 790 }), { timeout: 30_000 });
    await sweeper.stop();
    expect(sweeper.isRunning).toBe(false);
    expect(sweeper.stats.failures).toBe(0);
    expect((await namespaces.open("user:two").verify()).counted).toEqual({ bytes: 0, keys: 0 });
    expect((await namespaces.open("app:one").verify()).counted).toEqual({ bytes: 6, keys: 1 });
  });
});

describe("with 5 000 expired entries", () => {
  const engine = openMemory();
  let looked = 0;
  let written = 0;
  // Counts what the store asks of its engine.
  const backend: Backend<"sync"> = {
    ...engine,
    name: "counted",
    mode: "sync",
    capabilities: engine.capabilities,
    get(key) {
      looked++;
      return engine.get(key);
    },
    getMany(keys) {
      looked += keys.length;
      return engine.getMany(keys);
    },
    scan(range: ScanRange) {
      const page = engine.scan(range);
      looked += page.entries.length;
      return page;
    },
    commit(batch) {
      written += batch.writes.length;
      return engine.commit(batch);
    },
    commitAll: (batches) => engine.commitAll(batches),
    flush: () => engine.flush(),
    stats: () => engine.stats(),
    close: () => engine.close(),
  };
  let now = START;
  const store = openStore({ backend, clock: () => now }).open("app:old", { bytes: 1_000_000, keys: 100_000 });
  store.set("a", bytes("1"));
  store.transaction((transaction) => {
    for (let index = 0; index < 5_000; index++) transaction.set(`gone/${index}`, bytes("v"), { ttlSeconds: 1 });
  });
  now += 1_000;

  function cost(act: () => unknown): { looked: number; written: number } {
    [looked, written] = [0, 0];
    act();
    return { looked, written };
  }

  it.each<[string, () => unknown, number, number]>([
    ["get", () => store.get("a"), 1, 0],
    ["has", () => store.has("a"), 1, 0],
    ["get of one that has expired", () => store.get("gone/7"), 1, 0],
    ["getMany", () => store.getMany(["a", "b"]), 2, 0],
    ["range with a limit of 1", () => store.range({}, { limit: 1 }), 4, 0],
    ["set that adds a key", () => store.set("b", bytes("2")), 4, 4],
    ["set that adds nothing", () => store.set("b", bytes("3")), 4, 2],
    ["delete", () => store.delete("b"), 4, 2],
  ])("%s looks at no more of them than it removes", (_name, act, lookedMax, writtenMax) => {
    const { looked, written } = cost(act);
    expect(looked).toBeLessThanOrEqual(lookedMax);
    expect(written).toBeLessThanOrEqual(writtenMax);
  });

  it("usage counts each of them once", () => {
    expect(cost(() => expect(store.usage()).toEqual({ bytes: 2, keys: 1 })).looked).toBeGreaterThan(4_000);
    expect(cost(() => expect(store.usage()).toEqual({ bytes: 2, keys: 1 })).looked).toBe(2);
    store.set("c", bytes("3"));
    expect(cost(() => expect(store.usage()).toEqual({ bytes: 4, keys: 2 })).looked).toBe(2);
    const reopened = openStore({ backend, clock: () => now }).open("app:old");
    expect(cost(() => expect(reopened.usage()).toEqual({ bytes: 4, keys: 2 })).looked).toBe(2);
  });
});

describe("the sweeper", () => {
  it("goes on with the other namespaces where one has a record that it cannot read, and counts it", async () => {
    let now = START;
    const backend = openMemory();
    const namespaces = openStore({ backend, clock: () => now });
    const { sweeper } = namespaces;
    namespaces.open("app:b").set("k", bytes("v"), { ttlSeconds: 1 });
    backend.commit({ checks: [], writes: [{ type: "put", key: bytes("\0ns\0app:a"), value: bytes("?") }] });
    now += 1_000;
    sweeper.start();
    await vi.waitFor(() => expect(sweeper.stats.keys).toBe(1), { timeout: 10_000 });
    await sweeper.stop();
    expect(sweeper.stats.failures).toBeGreaterThan(0);
    expect(sweeper.stats.lastFailure).toBeInstanceOf(Error);
  });

  it.each(["its own namespace", "a shared one"])("makes no call lose that writes to %s meanwhile", async (which) => {
    let now = START;
    const host = openHost({ backend: openMemory(), clock: () => now });
    const shared = "app:news";
    const grants = { access: "admin", quotaBytes: 1_000_000, namespaces: { [shared]: { access: "admin" } } } as const;
    const binding = host.bind("notes", grants);
    const { storageSet } = binding.imports["airssys:wasm/storage"];
    const { storageEnter } = binding.imports["airssys:wasm/storage-namespaces"];
    const { storageSetWithTtl } = binding.imports["airssys:wasm/storage-ttl"];
    const enter = () => (which === "a shared one" ? storageEnter(shared) : undefined);
    await binding.call(() => {
      enter();
      for (let index = 0; index < 500; index++) storageSetWithTtl(`gone/${index}`, bytes("v"), 1n);
    });
    now += 1_000;
    host.sweeper.start();
    // Long enough for the sweeper to begin a round.
    await binding.call(async () => {
      enter();
      storageSet("a", bytes("1"));
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      storageSet("b", bytes("2"));
    });
    await vi.waitFor(() => expect(host.sweeper.stats.keys).toBeGreaterThan(400), { timeout: 20_000 });
    await host.sweeper.stop();
    expect(host.sweeper.stats).toMatchObject({ failures: 0, conflicts: 0 });
  });

  it("of a host sweeps what components left behind, and stops before the backend is closed", async () => {
    let now = START;
    const backend = openMemory();
    const host = openHost({ backend, clock: () => now });
    const { imports } = host.bind("notes", { access: "read-write", quotaBytes: 1_000 });
    imports["airssys:wasm/storage-ttl"].storageSetWithTtl("k", bytes("v"), 1n);
    now += 1_000;
    host.sweeper.start();
    await vi.waitFor(() => expect(host.sweeper.stats.keys).toBe(1), { timeout: 10_000 });
    await host.sweeper.stop();
    backend.close();
    expect(host.sweeper.stats.failures).toBe(0);
  });
});
