import { type Backend, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { openHost, openStore } from "@airssys/host";
import { load } from "@airssys/runtime";
import { unevenPauses } from "@airssys/test-kit/engines";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import { loadProbe, MANIFEST } from "./fixtures/probe-component.ts";

const ERROR_TYPES = `
  (type $details' (record (field "used" u64) (field "quota" u64) (field "requested" u64)))
  (export "quota-exceeded-details" (type $details (eq $details')))
  (type $error' (variant (case "permission-denied" string) (case "quota-exceeded" $details) (case "key-not-found")
    (case "invalid-key" string) (case "value-too-large" u64) (case "internal-error" string) (case "invalid-argument" string)
    (case "limit-exceeded" string) (case "conflict")))
  (export "storage-error" (type $error (eq $error')))`;

/** Makes a component that can set the one key at address 0, with additions of a test to its core module. */
function component(core: string, outside: string, version = "0.1.0"): string {
  return `(component
    (import "airssys:wasm/storage@${version}" (instance $s ${ERROR_TYPES}
      (export "storage-set" (func (param "key" string) (param "value" (list u8)) (result (result (error $error)))))))
    (core module $mem (memory (export "m") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
    (core instance $mi (instantiate $mem))
    (alias core export $mi "m" (core memory $m))
    (alias core export $mi "realloc" (core func $re))
    (alias export $s "storage-set" (func $set))
    (core func $set_c (canon lower (func $set) (memory $m) (realloc $re)))
    (core module $main
      (import "e" "m" (memory 1))
      (import "e" "set" (func $set (param i32 i32 i32 i32 i32)))
      (data (i32.const 0) "a")
      (func $put (call $set (i32.const 0) (i32.const 1) (i32.const 8) (i32.const 0) (i32.const 64)))
      ${core})
    (core instance $main_i (instantiate $main
      (with "e" (instance (export "m" (memory $m)) (export "set" (func $set_c))))))
    (alias core export $main_i "run" (core func $run))
    ${outside})`;
}

const RUN = '(func (export "run") (result u32) (canon lift (core func $run)))';

/** The same memory as an engine that answers immediately, and as one that answers later. */
const VIEWS: readonly (readonly [string, (memory: Backend<"sync">) => Backend])[] = [
  ["at once", (memory) => memory],
  ["later", (memory) => promised(memory, unevenPauses())],
];

describe.each(VIEWS)("a hostile component over an engine that answers %s", (_when, view) => {
  async function loaded(text: string) {
    const memory = openMemory();
    const bytes = await parse(text);
    const store = openStore({ backend: memory }).open("component:probe");
    const host = await openHost({ backend: view(memory) });
    return { store, component: await load(bytes, { host, manifest: MANIFEST }) };
  }

  it("loses the writes of its start if the start fails", async () => {
    const core =
      '(func $start (call $put) unreachable) (start $start) (func (export "run") (result i32) (i32.const 1))';
    const { store, component: hostile } = await loaded(component(core, RUN));
    await expect(hostile.start()).rejects.toMatchObject({ name: "CallError", code: "trapped" });
    expect(store.keys()).toEqual([]);
  });

  it("is not loaded when it imports another version of the contract, which might mean something else", async () => {
    const core = '(func (export "run") (result i32) (call $put) (i32.const 1))';
    await expect(loaded(component(core, RUN, "0.1.1"))).rejects.toMatchObject({ code: "unknown-import" });
    await expect(loaded(component(core, RUN))).resolves.toBeDefined();
  });

  it("cannot begin with more memory than its limit", async () => {
    const text = "(component (core module $m (memory 32768)) (core instance (instantiate $m)))";
    await expect(loaded(text)).rejects.toMatchObject({ name: "LoadError", code: "unsupported" });
  });

  it("cannot multiply its memory by instantiating one module many times", async () => {
    const text = `(component (core module $m (memory 1)) ${"(core instance (instantiate $m))".repeat(8)})`;
    const { component: hostile } = await loaded(text);
    await expect(hostile.start()).rejects.toMatchObject({ code: "trapped", cause: { code: "unsupported" } });
  });

  it("cannot use a byte order mark in a key, and no key becomes another", async () => {
    const probe = await (await loadProbe(await openHost({ backend: view(openMemory()) }))).start();
    await probe.call("probe.set", "a", "1");
    expect(await probe.call("probe.catchOnGet", "a")).toBeUndefined();
    await expect(probe.call("probe.setMarked", "a", "2")).rejects.toMatchObject({ payload: { tag: "invalid-key" } });
    expect(await probe.call("probe.get", "a")).toBe("1");
  });
});
