import { type Backend, BackendError, promised } from "@airssys/backend";
import { faulty } from "@airssys/backend/faults";
import { openMemory } from "@airssys/backend/memory";
import { ENGINES } from "@airssys/test-kit/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "../src/index.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe.each(ENGINES)("grouped commits over $name", (engine) => {
  let opened: ReturnType<typeof engine.open>;
  beforeEach(() => {
    opened = engine.open();
  });
  afterEach(() => opened.close());

  it("of many namespaces are all stored, each in its own", async () => {
    const namespaces = await openStore({ backend: opened.backend });
    const stores = Array.from({ length: 64 }, (_each, index) => namespaces.openGrouped(`app:n${index}`));
    await Promise.all(stores.map((store, index) => store.set("key", bytes(`${index}`))));
    for (const [index, store] of stores.entries()) {
      expect(await store.get("key")).toEqual(bytes(`${index}`));
      expect(await store.version()).toBe(1);
      expect((await store.verify()).faults).toEqual([]);
    }
  });

  it("of one namespace run one after the other, so that no increment is lost", async () => {
    const namespaces = await openStore({ backend: opened.backend });
    const stores = [namespaces.openGrouped("app:one"), namespaces.openGrouped("app:one")];
    const increment = (index: number) =>
      stores[index % 2]?.transaction(async (transaction) => {
        const before = Number(new TextDecoder().decode((await transaction.get("n")) ?? bytes("0")));
        await transaction.set("n", bytes(`${before + 1}`));
        return before + 1;
      });
    expect(await Promise.all(Array.from({ length: 20 }, (_each, index) => increment(index)))).toEqual(
      Array.from({ length: 20 }, (_each, index) => index + 1),
    );
  });

  it("do not wait for idle work, which may get a conflict instead", async () => {
    const namespaces = await openStore({ backend: opened.backend });
    const store = namespaces.openGrouped("app:one");
    const nested = store.transaction(async (transaction) => {
      await transaction.set("outer", bytes("1"));
      await store.set("inner", bytes("1"));
    });
    await expect(nested).rejects.toMatchObject({ code: "conflict" });
    expect(await store.keys()).toEqual(["inner"]);

    const { promise: never } = Promise.withResolvers<void>();
    void store.transaction(async (transaction) => {
      await transaction.set("never", bytes("1"));
      await never;
    });
    await store.set("next", bytes("1"));
    await store.transaction(async (transaction) => transaction.set("next but one", bytes("1")));
    expect(await store.keys()).toEqual(["inner", "next", "next but one"]);
  });

  it("wait for work that keeps making requests, however slow its engine is", async () => {
    const slow = promised(openMemory(), () => new Promise((resolve) => setTimeout(resolve, 1)));
    const store = (await openStore({ backend: slow })).openGrouped("app:one");
    const increments = Array.from({ length: 5 }, () =>
      store.transaction(async (transaction) => {
        const before = (await transaction.get("n"))?.[0] ?? 0;
        await transaction.set("n", Uint8Array.of(before + 1));
      }),
    );
    await Promise.all(increments);
    expect(await store.get("n")).toEqual(Uint8Array.of(5));
  });

  it("run beside commits outside of the group, and no write of either is lost", async () => {
    const namespaces = await openStore({ backend: opened.backend });
    const [grouped, alone] = [namespaces.openGrouped("app:one"), namespaces.open("app:one")];
    const both = Array.from({ length: 10 }, (_each, index) => [
      grouped.set(`g${index}`, bytes("")),
      (async () => alone.set(`a${index}`, bytes("")))(),
    ]);
    await Promise.all(both.flat());
    expect(await alone.count()).toBe(20);
    expect((await alone.verify()).faults).toEqual([]);
  });

  it("are refused one by one, without affecting the group", async () => {
    const namespaces = await openStore({ backend: opened.backend });
    const full = namespaces.openGrouped("app:full", { bytes: 1 });
    const free = namespaces.openGrouped("app:free");
    const outcomes = await Promise.allSettled([full.set("key", bytes("too long")), free.set("key", bytes("fits"))]);
    expect(outcomes).toMatchObject([
      { status: "rejected", reason: { code: "quota-exceeded" } },
      { status: "fulfilled" },
    ]);
    expect(await free.usage()).toEqual({ bytes: 7, keys: 1 });
  });
});

describe("a group", () => {
  async function setTwo(backend: Backend<"sync">) {
    const namespaces = openStore({ backend });
    const [one, two] = [namespaces.openGrouped("app:one"), namespaces.openGrouped("app:two")];
    return Promise.allSettled([one.set("key", bytes("1")), two.set("key", bytes("2"))]);
  }

  it("is one request to the engine", async () => {
    const backend = faulty(openMemory(), []);
    await setTwo(backend);
    expect(backend.counts).toMatchObject({ commitAll: 1, commit: 1 }); // the one commit makes the empty backend a store
  });

  it("does not delay a read of many keys, which is one request to the engine", async () => {
    const backend = faulty(openMemory(), []);
    const store = openStore({ backend }).openGrouped("app:one");
    await store.set("a", bytes("1"));
    const before = { ...backend.counts };
    const writing = store.set("a", bytes("2"));
    expect(await store.getMany(["a", "b", "a"])).toEqual([bytes("1"), undefined, bytes("1")]);
    expect(backend.counts).toMatchObject({ getMany: before.getMany + 1, commitAll: before.commitAll });
    await writing;
    expect(await store.getMany(["a"])).toEqual([bytes("2")]);
  });

  it("fails as a whole with the engine's error, and the next group succeeds", async () => {
    const memory = openMemory();
    const backend = faulty(memory, [{ kind: "commitAll", at: 1, fault: { type: "lose-answer" } }]);
    const outcomes = await setTwo(backend);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "io", outcome: "unknown" } });
    }
    expect(await setTwo(backend)).toMatchObject([{ status: "fulfilled" }, { status: "fulfilled" }]);
  });

  it("that is running when the backend is closed fails as closed", async () => {
    const backend = openMemory();
    const store = openStore({ backend }).openGrouped("app:one");
    const setting = store.set("key", bytes("1"));
    backend.close();
    await expect(setting).rejects.toBeInstanceOf(BackendError);
    await expect(setting).rejects.toMatchObject({ code: "closed" });
  });
});
