import type { Backend, Batch } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { expect, test } from "vitest";

const name = (index: number) => new TextEncoder().encode(`k${String(index).padStart(6, "0")}`);
const put = (...indexes: number[]): Batch => ({
  checks: [],
  writes: indexes.map((index) => ({ type: "put", key: name(index), value: Uint8Array.of(1) })),
});

/**
 * Recurses until the stack is exhausted, then runs `act` in each frame on the way back, each time with one frame more
 * of stack, until it no longer overflows.
 */
function atTheEndOfTheStack(act: () => void): void {
  try {
    atTheEndOfTheStack(act);
  } catch {
    act();
  }
}

function listKeys(backend: Backend<"sync">): string[] {
  return backend.scan({ valueBytesMax: 0 }).entries.map(({ key }) => new TextDecoder().decode(key));
}

test.each<[string, (backend: Backend<"sync">, batch: Batch) => unknown]>([
  ["commit", (backend, batch) => backend.commit(batch)],
  ["commitAll", (backend, batch) => backend.commitAll([batch])],
])("a %s that a stack overflow interrupts writes nothing and damages nothing", (_name, commit) => {
  for (let round = 0; round < 100; round++) {
    const backend = openMemory();
    const before = Array.from({ length: 64 }, (_each, index) => index * 1_000);
    backend.commit(put(...before));
    let next = 0;
    atTheEndOfTheStack(() => {
      next++;
      commit(backend, put(next, 20_000 + next, 62_000 + next));
    });
    const keys = listKeys(backend);
    const there = new Set(keys);
    expect(keys).toEqual([...there].sort());
    expect(before.filter((index) => !there.has(new TextDecoder().decode(name(index))))).toEqual([]);
    for (let index = 1; index <= next; index++) {
      const found = [index, 20_000 + index, 62_000 + index].map((each) =>
        there.has(new TextDecoder().decode(name(each))),
      );
      expect(new Set(found).size).toBe(1);
    }
  }
});
