import fc from "fast-check";
import { expect, it } from "vitest";
import { memorySegments } from "./memory-segments.ts";
import { globalValues, observable, takeSnapshot } from "./snapshot.ts";

const PAGE_BYTES = 65_536;

/**
 * A module with a memory, a global that is not exported, and `run`, which adds 1 to the first byte of the memory. As
 * text:
 *
 *     (module
 *       (memory (export "memory") 1)
 *       (global (mut i32) (i32.const 7))
 *       (func (export "run") (i32.store8 (i32.const 0) (i32.add (i32.load8_u (i32.const 0)) (i32.const 1))))
 *       (func (export "_initialize"))
 *       (data (i32.const 8) "x"))
 */
const MODULE = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 4, 1, 0x60, 0, 0],
  ...[3, 3, 2, 0, 0],
  ...[5, 3, 1, 0, 1],
  ...[6, 6, 1, 0x7f, 1, 0x41, 7, 0x0b],
  ...[7, 30, 3, 6, ...Buffer.from("memory"), 2, 0, 3, ...Buffer.from("run"), 0, 0],
  ...[11, ...Buffer.from("_initialize"), 0, 1],
  ...[12, 1, 1],
  ...[10, 20, 2, 15, 0, 0x41, 0, 0x41, 0, 0x2d, 0, 0, 0x41, 1, 0x6a, 0x3a, 0, 0, 0x0b, 2, 0, 0x0b],
  ...[11, 7, 1, 0, 0x41, 8, 0x0b, 1, 0x78],
);

async function started(bytes: Uint8Array<ArrayBuffer>) {
  const { instance } = await WebAssembly.instantiate(bytes);
  return instance.exports as { memory: WebAssembly.Memory; run(): void };
}

it("a snapshot goes on where the instance was, without the functions that ran it", async () => {
  const before = await started(observable(MODULE));
  for (let time = 0; time < 3; time++) before.run();
  before.memory.grow(2);
  new Uint8Array(before.memory.buffer).fill(9, 2 * PAGE_BYTES, 2 * PAGE_BYTES + 5);
  const after = await started(takeSnapshot(MODULE, new Uint8Array(before.memory.buffer)));
  expect(Object.keys(after)).toEqual(["memory", "run"]);
  expect(Buffer.compare(new Uint8Array(after.memory.buffer), new Uint8Array(before.memory.buffer))).toBe(0);
  after.run();
  expect(new Uint8Array(after.memory.buffer)[0]).toBe(4);
});

it("globals can be seen while the engine runs", async () => {
  expect(globalValues(await started(observable(MODULE)))).toEqual([7]);
});

it("an engine with data that a snapshot would lose is refused", () => {
  const passive = MODULE.slice();
  passive[passive.length - 6] = 1;
  expect(() => observable(passive)).toThrow("the engine has data that is not active");
});

it("the segments of a memory hold all of it that is not zero", () => {
  const writes = fc.array(fc.tuple(fc.nat(PAGE_BYTES - 1), fc.uint8Array({ maxLength: 40 })), { maxLength: 30 });
  fc.assert(
    fc.property(writes, (all) => {
      const memory = new Uint8Array(PAGE_BYTES);
      for (const [at, bytes] of all) memory.set(bytes.subarray(0, PAGE_BYTES - at), at);
      const copy = new Uint8Array(PAGE_BYTES);
      for (const [, bytes = new Uint8Array()] of memorySegments(memory))
        copy.set(bytes, bytes.byteOffset - memory.byteOffset);
      expect(Buffer.compare(copy, memory)).toBe(0);
    }),
  );
});

it("a memory full of small pieces has a bounded number of segments", () => {
  const memory = new Uint8Array(40 * PAGE_BYTES);
  for (let at = 0; at < memory.length; at += 64) memory[at] = 1;
  memory.fill(1, 0, 4);
  const segments = memorySegments(memory);
  expect(segments.length).toBeGreaterThan(0);
  expect(segments.length).toBeLessThanOrEqual(10_000);
  expect(segments.reduce((sum, [, bytes]) => sum + (bytes?.length ?? 0), 0)).toBeLessThanOrEqual(memory.length);
});
