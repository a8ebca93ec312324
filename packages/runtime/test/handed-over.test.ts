import { openMemory } from "@airssys/backend/memory";
import { openHost, openStore } from "@airssys/host";
import { load } from "@airssys/runtime";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";
import { batchComponent } from "./fixtures/batch-component.ts";
import { MANIFEST } from "./fixtures/probe-component.ts";
import { cache } from "./fixtures/transpiled.ts";
import { ISOLATIONS } from "./isolations.ts";

const MEBIBYTE = 1_048_576;
const MEMORY_BYTES = 64 * MEBIBYTE;

const put = (address: number, value: string | number) =>
  `(i32.store (i32.const ${address}) ${typeof value === "string" ? value : `(i32.const ${value})`})`;

/**
 * `writes` of a batch, from the address 1024 on, whose values all are the same bytes of memory, with keys of two
 * letters. Leaves 64.
 */
const writeBatch = (writes: number, valueBytes: number) => `(local $i i32) (local $at i32)
  (loop $next
    (local.set $at (i32.add (i32.const 1024) (i32.mul (local.get $i) (i32.const 40))))
    (i32.store (i32.add (local.get $at) (i32.const 8)) (i32.add (i32.const 32768) (i32.mul (local.get $i) (i32.const 2))))
    (i32.store (i32.add (local.get $at) (i32.const 12)) (i32.const 2))
    (i32.store (i32.add (local.get $at) (i32.const 16)) (i32.const 65536))
    (i32.store (i32.add (local.get $at) (i32.const 20)) (i32.const ${valueBytes}))
    (i32.store8 (i32.add (i32.const 32768) (i32.mul (local.get $i) (i32.const 2)))
      (i32.add (i32.const 97) (i32.rem_u (local.get $i) (i32.const 16))))
    (i32.store8 (i32.add (i32.const 32769) (i32.mul (local.get $i) (i32.const 2)))
      (i32.add (i32.const 97) (i32.div_u (local.get $i) (i32.const 16))))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $i) (i32.const ${writes}))))
  (call $write (i32.const 0) (i32.const 0) (i32.const 1024) (i32.const ${writes}) (i32.const 64))`;

describe.each(ISOLATIONS)("values that a component passes %s", (_where, isolation) => {
  async function started(result: string, body: string) {
    const backend = openMemory();
    const host = openHost({ backend });
    const bytes = await parse(batchComponent(result, body));
    const limits = { memoryBytesMax: MEMORY_BYTES };
    const component = await load(bytes, { host, manifest: MANIFEST, cache, ...limits, ...isolation });
    return { component, instance: await component.start(), store: openStore({ backend }).open("component:probe") };
  }

  it("may be an error of any size, of which the message gives only the size", async () => {
    const size = 60 * MEBIBYTE;
    const error = `(i32.store8 (i32.const 8) (i32.const 1)) ${put(12, 65_536)} ${put(16, size)} (i32.const 8)`;
    const { component, instance } = await started("(result (error (list u8)))", error);
    const call = instance.call("run");
    await expect(call).rejects.toMatchObject({
      code: "refused",
      message: `run of probe returned the error ${size} bytes`,
      cause: { message: "the component returned an error" },
    });
    await expect(call).rejects.toHaveProperty("payload.byteLength", size);
    expect(instance.traps).toBe(0);
    await component.stop();
  });

  it("may be a string of any size as an error, of which the message quotes the beginning", async () => {
    const error = `(i32.store8 (i32.const 8) (i32.const 1)) ${put(12, 65_536)} ${put(16, 20 * MEBIBYTE)} (i32.const 8)`;
    const { component, instance } = await started("(result (error string))", error);
    const caught = await instance.call("run").catch((reason: Error) => reason);
    expect(caught).toMatchObject({ code: "refused" });
    expect((caught as Error).message.length).toBeLessThan(600);
    await component.stop();
  });

  it("are limited to the size of its memory, even if many lists are the same bytes", async () => {
    const overlapping = `${writeBatch(20, 50 * MEBIBYTE)} (i32.const 64)`;
    const { component, instance, store } = await started("u32", overlapping);
    await expect(instance.call("run")).rejects.toMatchObject({
      code: "trapped",
      message: expect.stringContaining(`it passed more than ${MEMORY_BYTES} bytes at once`),
    });
    expect(instance.traps).toBe(1);
    expect(store.keys()).toEqual([]);
    await component.stop();
  });

  it("may be the same string many times, up to the size of its memory", async () => {
    const sameKeys = `(local $i i32)
      (loop $next
        (i32.store (i32.add (i32.const 1024) (i32.mul (local.get $i) (i32.const 8))) (i32.const 65536))
        (i32.store (i32.add (i32.const 1028) (i32.mul (local.get $i) (i32.const 8))) (i32.const ${20 * MEBIBYTE}))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $i) (i32.const 100))))
      (call $getMany (i32.const 1024) (i32.const 100) (i32.const 64)) (i32.const 64)`;
    const { component, instance } = await started("u32", sameKeys);
    await expect(instance.call("run")).rejects.toMatchObject({ code: "trapped" });
    await component.stop();
  });

  it("are refused as a key of any length without a copy of the whole in the host", async () => {
    const key = `${put(1_024, 65_536)} ${put(1_028, 20 * MEBIBYTE)}
      (call $getMany (i32.const 1024) (i32.const 1) (i32.const 64)) (i32.load8_u (i32.const 64))`;
    const { component, instance } = await started("u32", key);
    expect(await instance.call("run")).toBe(1); // the error of the result
    expect(instance.traps).toBe(0);
    await component.stop();
  });

  it.each([
    ["as an argument", "u32", "(call $getMany (i32.const 65536) (i32.const 8000000) (i32.const 64)) (i32.const 64)"],
    ["as a result", "(list (option u8))", `${put(8, 65_536)} ${put(12, 30_000_000)} (i32.const 8)`],
    [
      "as an error",
      "(result (error (list (option u8))))",
      `(i32.store8 (i32.const 8) (i32.const 1)) ${put(12, 65_536)} ${put(16, 30_000_000)} (i32.const 8)`,
    ],
  ])("are at most a million list elements: %s", async (_how, result, body) => {
    const { component, instance } = await started(result, body);
    await expect(instance.call("run")).rejects.toMatchObject({
      code: "trapped",
      message: expect.stringContaining("lists of more than 1000000 elements"),
    });
    await component.stop();
  });

  it("may be a batch of many writes of the same bytes, in call after call", async () => {
    const batch = `${writeBatch(100, 200_000)} (i32.const 64)`;
    const { component, instance, store } = await started("u32", batch);
    for (let call = 0; call < 5; call++) await instance.call("run");
    expect(store.keys()).toHaveLength(100);
    expect(store.version()).toBe(5);
    expect(instance.traps).toBe(0);
    await component.stop();
  });

  it("are counted separately for each import", async () => {
    const twice = `${writeBatch(10, MEBIBYTE)} ${"(call $write (i32.const 0) (i32.const 0) (i32.const 1024) (i32.const 10) (i32.const 64))".repeat(9)} (i32.const 64)`;
    const { component, instance } = await started("u32", twice);
    await expect(instance.call("run")).resolves.toBeDefined();
    await component.stop();
  });
});
