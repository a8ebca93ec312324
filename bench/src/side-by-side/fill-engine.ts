import type { Backend, Write } from "@airssys/backend";
import type { KeySet } from "../key-set.ts";

/** Stores every key, in order and in batches. */
export function fillEngine(backend: Backend<"sync">, { inOrder, engineKey }: KeySet, value: () => Uint8Array): void {
  for (let start = 0; start < inOrder.length; start += BATCH) {
    const writes = Array.from(inOrder.subarray(start, start + BATCH), (index) => put(engineKey(index), value()));
    backend.commit({ checks: [], writes });
  }
  backend.flush();
}

export function put(key: Uint8Array, value: Uint8Array): Write {
  return { type: "put", key, value: new Uint8Array(value) };
}

const BATCH = 1_000;
