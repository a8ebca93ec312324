import { promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { type Host, openHost, openStore } from "@airssys/host";
import { type Instance, load } from "@airssys/runtime";
import { unevenPauses } from "@airssys/test-kit/engines";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loadProbe, MANIFEST, probeBytes, startProbe } from "./fixtures/probe-component.ts";
import type { ProbeExports } from "./fixtures/probe-exports.ts";
import { withStorage } from "./other-host.ts";

/** Opens a host over memory that answers a few turns of the event loop later, and not at all while it is held. */
async function heldHost() {
  let held: Promise<void> | undefined;
  const pause = unevenPauses();
  const memory = openMemory();
  const backend = promised(memory, async () => {
    await pause();
    await held;
  });
  return {
    memory,
    backend,
    host: await openHost({ backend, log: () => {} }),
    /** Holds all answers until the returned function is called. */
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => {
        held = undefined;
        resolve();
      };
    },
  };
}

const turns = (count: number) =>
  Array.from({ length: count }).reduce<Promise<void>>(
    (before) => before.then(() => new Promise((resolve) => setImmediate(resolve))),
    Promise.resolve(),
  );

/** Returns whether a promise has settled after some turns of the event loop. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  await turns(20);
  return settled;
}

describe("a component that waits for its host", () => {
  it("does not block other instances or hosts", async () => {
    const [slow, quick] = [await heldHost(), await heldHost()];
    const component = await loadProbe(slow.host);
    const [first, second] = [await component.start("first"), await component.start("second")];
    const other = await (await loadProbe(quick.host)).start("other");
    const release = slow.hold();
    const waiting = Promise.all([first.call("probe.increment", "n"), second.call("probe.increment", "n")]);
    for (let count = 1; count <= 10; count++) expect(await other.call("probe.increment", "n")).toBe(count);
    expect(await isSettled(waiting)).toBe(false);
    release();
    expect(await waiting).toEqual([1, 1]);
  });

  it("keeps calls apart when many instances are suspended at once", async () => {
    const { host } = await heldHost();
    const component = await loadProbe(host);
    const probes = await Promise.all(Array.from({ length: 6 }, (_each, index) => component.start(`probe-${index}`)));
    const rounds = 15;
    const work = async (probe: Instance<ProbeExports>) => {
      for (let round = 1; round <= rounds; round++) {
        expect(await probe.call("probe.increment", "n")).toBe(round);
        await probe.call("probe.set", "whose", `${probe.id} ${round}`);
        expect(await probe.call("probe.entries", "whose")).toEqual([["whose", `${probe.id} ${round}`]]);
        await expect(probe.call("probe.get", "")).rejects.toMatchObject({ payload: { tag: "invalid-key" } });
      }
    };
    await Promise.all(probes.map(work));
    expect(probes.map(({ traps }) => traps)).toEqual(probes.map(() => 0));
  });

  it("runs the calls of one instance one at a time, though each is suspended many times", async () => {
    const { host, hold } = await heldHost();
    const probe = await (await loadProbe(host)).start();
    const release = hold();
    const calls = Array.from({ length: 5 }, () => probe.call("probe.increment", "n"));
    const greeting = probe.call("greet", "you"); // uses no storage, and waits for its turn all the same
    expect(await isSettled(greeting)).toBe(false);
    release();
    expect(await Promise.all(calls)).toEqual([1, 2, 3, 4, 5]);
    expect(await greeting).toBe("hello you");
  });

  it("may request many values in promises of its own", async () => {
    const { host } = await heldHost();
    const probe = await (await loadProbe(host)).start();
    for (const key of ["a", "b", "c"]) await probe.call("probe.set", key, key.toUpperCase());
    expect(await probe.call("probe.getAll", ["a", "absent", "c", "b"])).toEqual(["A", undefined, "C", "B"]);
    await expect(probe.call("probe.getAll", ["a", ""])).rejects.toMatchObject({ payload: { tag: "invalid-key" } });
    expect(await probe.call("probe.getAll", ["b"])).toEqual(["B"]);
  });

  it("waits for another instance of its id, so that both commit", async () => {
    const { host } = await heldHost();
    const component = await loadProbe(host);
    const [one, other] = [await component.start(), await component.start()];
    const both = [one.call("probe.increment", "n"), other.call("probe.increment", "n")];
    expect(await Promise.all(both)).toEqual([1, 2]);
    expect(await one.call("probe.increment", "n")).toBe(3);
  });

  it("gets an error of the contract when the engine rejects, and still works afterwards", async () => {
    const { backend } = await heldHost();
    let isBroken = false;
    const breaking: typeof backend = {
      ...backend,
      get: async (key) => (isBroken ? Promise.reject(new Error("secret")) : backend.get(key)),
      getMany: async (keys) => (isBroken ? Promise.reject(new Error("secret")) : backend.getMany(keys)),
    };
    const probe = await startProbe({ backend: breaking, log: () => {} });
    await probe.call("probe.set", "a", "1");
    isBroken = true;
    const error = await probe.call("probe.get", "a").catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "refused", payload: { tag: "internal-error" } });
    expect(String(error)).not.toContain("secret");
    expect(await probe.call("probe.catchOnGet", "a")).toMatchObject({ code: "internal-error", isStorageError: true });
    isBroken = false;
    expect(await probe.call("probe.get", "a")).toBe("1");
    expect(probe.traps).toBe(0);
  });

  it("is abandoned when its instance is stopped and the engine never answers", async () => {
    const { memory, host, hold } = await heldHost();
    const component = await loadProbe(host);
    const probe = await component.start();
    await probe.call("probe.set", "a", "1");
    const release = hold();
    const calls = [probe.call("probe.set", "a", "2"), probe.call("probe.get", "a")];
    const ends = Promise.allSettled(calls);
    expect(await isSettled(ends)).toBe(false);
    await probe.stop({ graceMs: 1 });
    const stopped = { status: "rejected", reason: expect.objectContaining({ name: "CallError", code: "stopped" }) };
    expect(await ends).toEqual([stopped, stopped]);
    release(); // what it asked for comes too late, and is not kept
    await turns(20);
    expect(openStore({ backend: memory }).open("component:probe").get("a")).toEqual(new TextEncoder().encode('"1"'));
    expect(await (await component.start()).call("probe.get", "a")).toBe("1");
  });

  it("traps when a host function rejects, and the next call runs in a new instance", async () => {
    const { host } = await heldHost();
    let isBroken = true;
    const broken = withStorage(host, (storage) => ({
      ...storage,
      async storageGet(key) {
        await turns(3);
        if (isBroken) throw new Error("not a result");
        return storage.storageGet(key);
      },
    }));
    const probe = await (await loadProbe(broken)).start();
    await expect(probe.call("probe.get", "a")).rejects.toMatchObject({
      code: "trapped",
      cause: { message: "not a result" },
    });
    expect(probe.traps).toBe(1);
    isBroken = false;
    await probe.call("probe.set", "a", "1");
    expect(await probe.call("probe.get", "a")).toBe("1");
  });

  it("keeps the output of each call apart", async () => {
    const { host } = await heldHost();
    const component = await loadProbe(host);
    const [one, other] = [await component.start("one"), await component.start("other")];
    const [failure] = await Promise.allSettled([
      one.call("probe.setThen", "a", "1", "throw an error"),
      other.call("probe.print", "a line"),
    ]);
    expect(failure).toMatchObject({
      reason: { code: "trapped", stderr: expect.stringContaining("an error of the guest") },
    });
    expect(other.stderr).toBe("a line\n");
  });
});

describe("a component that is started over a host that answers later", () => {
  const STORAGE_SIZE = `
    (import "airssys:wasm/storage@0.1.0" (instance $s
      (type $details' (record (field "used" u64) (field "quota" u64) (field "requested" u64)))
      (export "quota-exceeded-details" (type $details (eq $details')))
      (type $error' (variant (case "permission-denied" string) (case "quota-exceeded" $details) (case "key-not-found")
        (case "invalid-key" string) (case "value-too-large" u64) (case "internal-error" string) (case "invalid-argument" string)
        (case "limit-exceeded" string) (case "conflict")))
      (export "storage-error" (type $error (eq $error')))
      (export "storage-size" (func (result (result u64 (error $error)))))))`;

  it("cannot wait while it is instantiated, and gets an error that says so", async () => {
    const { host } = await heldHost();
    const text = `(component ${STORAGE_SIZE}
      (core module $memory (memory (export "m") 1)
        (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
      (core instance $memory (instantiate $memory))
      (alias core export $memory "m" (core memory $m))
      (alias core export $memory "realloc" (core func $realloc))
      (core func $size (canon lower (func $s "storage-size") (memory $m) (realloc $realloc)))
      (core module $main (import "e" "size" (func $size (param i32)))
        (func $start (call $size (i32.const 64))) (start $start))
      (core instance (instantiate $main (with "e" (instance (export "size" (func $size)))))))`;
    const component = await load(await parse(text), { host, manifest: MANIFEST });
    await expect(component.start()).rejects.toMatchObject({
      code: "trapped",
      message: expect.stringContaining("cannot block"),
    });
  });
});

describe("loading for a host that answers later", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("names the engines that have JSPI where it is missing; hosts that answer immediately need none", async () => {
    vi.stubGlobal("WebAssembly", withoutPromiseIntegration());
    const { host } = await heldHost();
    await expect(loadProbe(host)).rejects.toMatchObject({
      name: "LoadError",
      code: "no-jspi",
      message: expect.stringMatching(/24\.20/),
    });
    const probe = await (await loadProbe(openHost({ backend: openMemory() }))).start();
    expect(await probe.call("greet", "you")).toBe("hello you");
  });

  function withoutPromiseIntegration(): object {
    const names = Object.getOwnPropertyNames(WebAssembly).filter(
      (name) => name !== "Suspending" && name !== "promising",
    );
    return Object.fromEntries(names.map((name) => [name, Reflect.get(WebAssembly, name)]));
  }

  it("keeps the two builds of a component apart in one cache, over the same data", async () => {
    const { memory, host } = await heldHost();
    const probe = await (await loadProbe(host)).start();
    await probe.call("probe.set", "a", "1");
    const same = await (await loadProbe(openHost({ backend: memory }) as Host)).start();
    expect(await same.call("probe.get", "a")).toBe("1");
    expect(openStore({ backend: memory }).open("component:probe").keys()).toEqual(["a"]);
  });

  it("refuses bytes that are not a component", async () => {
    const { host } = await heldHost();
    for (const bytes of [new Uint8Array(), probeBytes().subarray(0, 1_000_000), new Uint8Array(1_000)]) {
      await expect(load(bytes, { host, manifest: MANIFEST })).rejects.toMatchObject({ name: "LoadError" });
    }
  });
});
