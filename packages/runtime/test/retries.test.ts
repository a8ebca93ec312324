import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Backend, type Batch, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openHost, openStore, parseManifest } from "@airssys/host";
import { CallError, type Guest, type GuestEnvironment, isConflict, load, loadGuest } from "@airssys/runtime";
import { expect, inject, it } from "vitest";
import { cache } from "./fixtures/transpiled.ts";
import { APART } from "./isolations.ts";

const MANIFEST = parseManifest(`
  [component]
  id = "keyvalue"
  version = "1.0.0"
  [permissions]
  storage = { access = "read-write" }
  [permissions.namespaces]
  "app:counter" = { access = "read-write" }
`);

interface Exports {
  act(steps: string): string;
}

/** Adds one to a number that components share, and one to a number of the component's own. */
const COUNT = JSON.stringify([
  ["open", ""],
  ["increment", "own", "1"],
  ["open", "counter"],
  ["increment", "n", "1"],
]);

type Options = Partial<Parameters<typeof load>[1]>;

async function counting(backend: Backend, options: Options = {}) {
  const component = readFileSync(join(inject("fixturesFolder"), "keyvalue-draft.wasm"));
  const host = await openHost({ backend });
  const buckets = { counter: "app:counter" };
  return load<Exports>(component, { host, manifest: MANIFEST, cache, buckets, ...options });
}

/** An engine at which another commit to the shared namespace comes before each of the next commits. */
async function openContended() {
  const memory = openMemory();
  const other = openStore({ backend: memory }).open("app:counter");
  const state = { losses: 0 };
  const commit = (batch: Batch) => {
    if (state.losses > 0) {
      state.losses--;
      other.set("other", Uint8Array.of(state.losses));
    }
    return memory.commit(batch);
  };
  const contended = Object.assign(Object.create(memory), plain(memory), { commit }) as Backend<"sync">;
  return { contended, state, counter: () => Number(new TextDecoder().decode(other.get("n"))) };
}

/** The methods of an engine, without what its class keeps. */
function plain(backend: Backend<"sync">): Backend<"sync"> {
  const { name, mode, capabilities } = backend;
  return {
    name,
    mode,
    capabilities,
    get: (key) => backend.get(key),
    getMany: (keys) => backend.getMany(keys),
    scan: (range) => backend.scan(range),
    count: (bounds) => backend.count(bounds),
    commit: (batch) => backend.commit(batch),
    commitAll: (batches) => backend.commitAll(batches),
    flush: () => backend.flush(),
    stats: () => backend.stats(),
    close: () => backend.close(),
  };
}

it("a call that loses to another commit fails unless retries are asked for, and is known as a conflict", async () => {
  const { contended, state } = await openContended();
  await using component = await counting(contended);
  const instance = await component.start();
  state.losses = 1;
  const error = await instance.call("act", COUNT).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: "not-committed" });
  expect(isConflict(error)).toBe(true);
  expect(await instance.usage()).toMatchObject({ keyCount: 0 });
});

it("is made again as often as was asked for, and counts once", async () => {
  const { contended, state, counter } = await openContended();
  await using component = await counting(contended, { retries: 3 });
  const instance = await component.start();
  state.losses = 3;
  await instance.call("act", COUNT);
  expect([state.losses, counter()]).toEqual([0, 1]);
});

it("fails with the conflict when it has lost once more than that", async () => {
  const { contended, state } = await openContended();
  await using component = await counting(contended, { retries: 2 });
  const instance = await component.start();
  state.losses = 3;
  await expect(instance.call("act", COUNT)).rejects.toSatisfy(isConflict);
  expect(state.losses).toBe(0);
  await instance.call("act", COUNT); // and the instance goes on
});

it.each([
  {
    where: "in this thread, over an engine that answers later",
    open: () => promised(openMemory(), pause),
    options: {},
  },
  ...APART.map(({ where, isolation }) => ({ where, open: openMemory, options: { isolation, callTimeMaxMs: 60_000 } })),
])("two instances that write to one shared namespace all the time lose nothing, $where", async ({ open, options }) => {
  const backend = open();
  await using component = await counting(backend, { retries: 1_000, ...options });
  const instances = await Promise.all([component.start("one"), component.start("two")]);
  const calls = instances.flatMap((instance) => Array.from({ length: 20 }, () => instance.call("act", COUNT)));
  await Promise.all(calls);
  const store = (await openStore({ backend })).open("app:counter");
  expect(new TextDecoder().decode(await store.get("n"))).toBe("40");
  for (const instance of instances) expect(await instance.usage()).toMatchObject({ keyCount: 1 });
});

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

it("a pause before a retry ends when the instance is stopped", async () => {
  const { contended, state } = await openContended();
  const component = await counting(contended, { retries: 1_000 });
  const instance = await component.start();
  state.losses = Number.POSITIVE_INFINITY;
  const call = instance.call("act", COUNT).catch((cause: unknown) => cause);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await component.stop({ graceMs: 0 });
  expect(await call).toMatchObject({ code: "stopped" });
});

it.each([-1, 1.5, 1_001, Number.NaN])("retries of %d are refused", async (retries) => {
  await expect(counting(openMemory(), { retries })).rejects.toThrow(RangeError);
});

it("a start whose commit loses is made again in a new guest, and the other one is ended", async () => {
  const { contended, state } = await openContended();
  const ended: boolean[] = [];
  const openGuest = ({ imports }: GuestEnvironment): Guest => {
    const index = ended.push(false) - 1;
    return {
      start: async () => {
        const call = (name: string, imported: string, ...args: unknown[]) =>
          (imports[`airssys:wasm/${name}@0.1.0`] as Record<string, (...args: unknown[]) => unknown>)[imported]?.(
            ...args,
          );
        call("storage", "storageSet", "started", Uint8Array.of(1));
        call("storage-namespaces", "storageEnter", "app:counter");
        call("storage", "storageSet", "started", Uint8Array.of(1));
        return new Map();
      },
      get isEnded() {
        return ended[index] === true;
      },
      end: async () => {
        ended[index] = true;
      },
    };
  };
  const host = openHost({ backend: contended });
  await using component = loadGuest({ imports: [], openGuest }, { host, manifest: MANIFEST, retries: 1 });
  state.losses = 1;
  await component.start();
  expect(ended).toEqual([true, false]);
});

it("only conflicts of commits are conflicts", () => {
  const refused = new CallError("refused", "add returned an error", { payload: { tag: "conflict" } });
  expect(
    [refused, new CallError("outcome-unknown", "unknown"), new Error("conflict"), undefined].some(isConflict),
  ).toBe(false);
});

it("a transaction of a store that lost is one", () => {
  const store = openStore({ backend: openMemory() }).open("app:counter");
  const lose = () =>
    store.transaction((transaction) => {
      transaction.set("a", Uint8Array.of(1));
      store.set("b", Uint8Array.of(1));
    });
  expect(lose).toThrow(expect.toSatisfy(isConflict));
});
