import { type Backend, type Batch, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { describe, expect, it } from "vitest";
import { openStore } from "../src/index.ts";
import { GroupCommit } from "../src/store/commit/group-commit.ts";

const LONGEST = `component:${"x".repeat(128)}`;
const KEY_BYTES_HELD = openMemory().capabilities.keyBytesMax - `${LONGEST}:`.length - 16;

describe("the limits of a store", () => {
  it.each([
    { keyBytesMax: 0 },
    { keyBytesMax: 1.5 },
    { valueBytesMax: -1 },
    { valueBytesMax: Number.NaN },
    { keysPerAnswerMax: Number.POSITIVE_INFINITY },
    { keyBytesMax: KEY_BYTES_HELD + 1 },
  ])("refuse %j before anything is written", async (limits) => {
    const backend = openMemory();
    expect(() => openStore({ backend, limits })).toThrow(RangeError);
    await expect(openStore({ backend: promised(backend), limits })).rejects.toThrow(RangeError);
    expect(backend.stats().entries).toBe(0);
  });

  it("that are undefined are the defaults", () => {
    const limits = { valueBytesMax: undefined } as unknown as { valueBytesMax: number };
    const namespaces = openStore({ backend: openMemory(), limits });
    expect(namespaces.limits.valueBytesMax).toBe(1_048_576);
  });

  it("may be as great as the engine can hold in every namespace, keys that expire included", () => {
    const namespaces = openStore({ backend: openMemory(), limits: { keyBytesMax: KEY_BYTES_HELD } });
    const store = namespaces.open(LONGEST);
    store.set("k".repeat(KEY_BYTES_HELD), new Uint8Array(1), { ttlSeconds: 10 });
    expect(() => store.set("k".repeat(KEY_BYTES_HELD + 1), new Uint8Array(1))).toThrow(
      expect.objectContaining({ code: "invalid-key" }),
    );
    expect(store.verify().faults).toEqual([]);
  });
});

it("a batch that the engine would refuse fails alone, and not the group that it was submitted with", async () => {
  const backend: Backend = openMemory();
  const group = new GroupCommit(backend);
  const put = (keyBytes: number): Batch => ({
    checks: [],
    writes: [{ type: "put", key: new Uint8Array(keyBytes), value: new Uint8Array(1) }],
  });
  const outcomes = await Promise.allSettled([group.submit(put(1)), group.submit(put(10_000)), group.submit(put(2))]);
  expect(outcomes).toMatchObject([
    { status: "fulfilled", value: true },
    { status: "rejected", reason: { code: "invalid" } },
    { status: "fulfilled", value: true },
  ]);
});
