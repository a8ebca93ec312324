// `dropped-watches.ts`: opens watches in several ways, drops them, and says for each way whether values
// are still read and kept for them after they could have been garbage collected, as JSON.
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { openMemory } from "@airssys/backend/memory";
import { openHost, openStore, type Store } from "@airssys/host";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void; // what the flag puts into new contexts

const VALUE = Uint8Array.of(1);

/** Counts the commits before which the values of a watched namespace are read, which is the case while it is watched. */
function openCounting() {
  const backend = openMemory();
  const get = backend.get.bind(backend);
  let gets = 0;
  backend.get = (key) => {
    gets++;
    return get(key);
  };
  const readsOf = (work: () => void) => {
    const before = gets;
    work();
    return gets - before;
  };
  return { backend, readsOf };
}

async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 10; round++) {
    gc();
    await sleep(5);
  }
}

/** Whether a namespace is still watched after the watches that `open` opens were dropped. */
async function isStillWatched(open: (store: Store<"sync">) => void): Promise<boolean> {
  const { store, readsOf } = openTest();
  store.set("a", VALUE);
  const unwatched = readsOf(() => store.set("a", VALUE));
  open(store);
  await collectGarbage();
  return readsOf(() => store.set("a", VALUE)) > unwatched;
}

function openTest() {
  const { backend, readsOf } = openCounting();
  const store = openStore({ backend }).open("app:test");
  return { store, readsOf };
}

async function isGuestStillWatching(): Promise<boolean> {
  const { backend, readsOf } = openCounting();
  const host = openHost({ backend });
  const grants = { access: "read-write", quotaBytes: 1_000 } as const;
  const writer = host.bind("notes", grants).imports["airssys:wasm/storage"];
  writer.storageSet("a", VALUE);
  const unwatched = readsOf(() => writer.storageSet("a", VALUE));
  (() => host.bind("notes", grants).imports["airssys:wasm/storage-watch"].storageWatch(""))();
  const watched = readsOf(() => writer.storageSet("a", VALUE));
  if (watched <= unwatched) throw new Error("expected a watched namespace");
  await collectGarbage();
  return readsOf(() => writer.storageSet("a", VALUE)) > unwatched;
}

/** Counts the events that a loop gets which nobody but the store holds. */
async function countLoopEvents(): Promise<number> {
  const { store } = openTest();
  let events = 0;
  void (async () => {
    for await (const _ of store.watch()) events++;
  })();
  for (let round = 0; round < 3; round++) {
    await collectGarbage();
    store.set("a", VALUE);
  }
  await sleep(5);
  return events;
}

/** Whether somebody who waits for one event, and holds the watch no more, gets it. */
async function isAnswered(): Promise<boolean> {
  const { store } = openTest();
  const next = (() => store.watch().next())();
  await collectGarbage();
  store.set("a", VALUE);
  return (await next).done === false;
}

console.log(
  JSON.stringify({
    withNothingWaiting: await isStillWatched((store) => void store.watch()),
    withWaitingChanges: await isStillWatched((store) => {
      store.watch();
      for (let count = 0; count < 10; count++) store.set("a", VALUE);
    }),
    ofGuest: await isGuestStillWatching(),
    loopEvents: await countLoopEvents(),
    isAnswered: await isAnswered(),
  }),
);
