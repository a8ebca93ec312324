import { promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { expect, it } from "vitest";
import { openHost, openStore } from "../src/index.ts";
import { bytes, guest, text } from "./guest.ts";

const GRANTS = { access: "read-write", quotaBytes: 10_000 } as const;
const later = () => promised(openMemory(), () => new Promise((resolve) => setImmediate(resolve)));

it("a component hears of what a program writes to its namespace", async () => {
  const backend = openMemory();
  const { watch } = guest(openHost({ backend }).bind("notes", GRANTS));
  const store = openStore({ backend }).open("component:notes");
  const id = await watch.storageWatch("");
  store.set("a", bytes("1"));
  const { events } = await watch.storagePoll(id, 10);
  expect(events).toMatchObject([{ key: "a", operation: "set", version: 1n }]);
});

it("a program hears of what a component writes, through any host and any store", async () => {
  const backend = openMemory();
  const watches = [0, 1].map(() => openStore({ backend }).open("component:notes").watch());
  for (const host of [openHost({ backend }), openHost({ backend })]) {
    await guest(host.bind("notes", GRANTS)).storage.storageSet("a", bytes("1"));
  }
  for (const watch of watches) {
    expect((await watch.next()).value).toMatchObject({ key: "a", version: 1 });
    expect((await watch.next()).value).toMatchObject({ key: "a", version: 2 });
    watch.close();
  }
});

it("a namespace of another backend is another namespace", async () => {
  const { watch } = guest(openHost({ backend: openMemory() }).bind("notes", GRANTS));
  const id = await watch.storageWatch("");
  openStore({ backend: openMemory() }).open("component:notes").set("a", bytes("1"));
  expect((await watch.storagePoll(id, 10)).events).toEqual([]);
});

it("calls of one component through two hosts, and a program's transactions, take turns: none loses", async () => {
  const backend = later();
  const hosts = [await openHost({ backend }), await openHost({ backend })];
  const store = (await openStore({ backend })).openGrouped("component:notes");
  const calls = hosts.flatMap((host) => {
    const binding = host.bind("notes", GRANTS);
    const { storage } = guest(binding);
    const increment = async () => {
      const count = Number(text(await storage.storageGet("count")) ?? 0);
      await storage.storageSet("count", bytes(String(count + 1)));
    };
    return [0, 1, 2].map(() => binding.call(increment));
  });
  const transactions = [0, 1, 2].map(() =>
    store.transaction(async (transaction) => {
      const count = Number(text(await transaction.get("count")) ?? 0);
      await transaction.set("count", bytes(String(count + 1)));
    }),
  );
  await Promise.all([...calls, ...transactions]);
  expect(text(await store.get("count"))).toBe("9");
});

it("what one host has found expired is gone for every store, whose clock may be behind", async () => {
  const backend = openMemory();
  const behind = openStore({ backend, clock: () => 1_000 }).open("component:notes");
  behind.set("a", bytes("1"), { ttlSeconds: 10 });
  expect(behind.has("a")).toBe(true);
  const ahead = openHost({ backend, clock: () => 11_000 }).bind("notes", GRANTS);
  expect(await guest(ahead).storage.storageGet("a")).toBeUndefined();
  expect(behind.has("a")).toBe(false);
  expect(behind.usage()).toEqual({ bytes: 0, keys: 0 });
});

it("each keeps its own quota", () => {
  const backend = openMemory();
  const small = openStore({ backend }).open("app:test", { bytes: 2 });
  openStore({ backend }).open("app:test").set("a", bytes("12345"));
  expect(() => small.set("b", bytes("1"))).toThrow(/quota/);
});

it("the sweeper of a store leaves shared namespaces alone while a call of any host is under way", async () => {
  const backend = openMemory();
  let now = 1_000;
  const clock = () => now;
  const namespaces = openStore({ backend, clock });
  namespaces.open("app:test").set("a", bytes("1"), { ttlSeconds: 1 });
  now = 3_000;
  const binding = openHost({ backend, clock }).bind("notes", GRANTS);
  const { promise, resolve } = Promise.withResolvers<void>();
  const call = binding.call(() => promise);
  namespaces.sweeper.start();
  await new Promise((done) => setTimeout(done, 1_200));
  expect(namespaces.sweeper.stats.keys).toBe(0);
  resolve();
  await call;
  await expect.poll(() => namespaces.sweeper.stats.keys, { timeout: 10_000 }).toBe(1);
  await namespaces.sweeper.stop();
});
