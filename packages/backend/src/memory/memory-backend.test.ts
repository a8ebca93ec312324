import type { Backend, Batch } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { expect, test } from "vitest";

const name = (index: number) => new TextEncoder().encode(`k${String(index).padStart(6, "0")}`);
const put = (...indexes: number[]): Batch => ({
  checks: [],
  writes: indexes.map((index) => ({ type: "put", key: name(index), value: Uint8Array.of(1) })),
});

/**
 * Does something again and again where the stack ends, each time with a frame more of it, until it is not stopped any
 * more.
 */
function whereTheStackEnds(act: () => void): void {
  try {
    whereTheStackEnds(act);
  } catch {
    act();
  }
}

function keysOf(backend: Backend<"sync">): string[] {
  return backend.scan({ keysOnly: true }).entries.map(({ key }) => new TextDecoder().decode(key));
}

test.each<[string, (backend: Backend<"sync">, batch: Batch) => unknown]>([
  ["commit", (backend, batch) => backend.commit(batch)],
  ["commitAll", (backend, batch) => backend.commitAll([batch])],
])("a %s that an exhausted stack stops in the middle has not happened, and damages nothing", (_name, commit) => {
  for (let round = 0; round < 100; round++) {
    const backend = openMemory();
    const before = Array.from({ length: 64 }, (_each, index) => index * 1_000);
    backend.commit(put(...before));
    let next = 0;
    whereTheStackEnds(() => {
      next++;
      commit(backend, put(next, 20_000 + next, 62_000 + next));
    });
    const keys = keysOf(backend);
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
