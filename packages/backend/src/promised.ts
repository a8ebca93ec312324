import type { Backend } from "./backend.ts";
import { ownedBatch, ownedBytes, ownedKeys, ownedRange } from "./owned-request.ts";

/**
 * Wraps a synchronous backend as an asynchronous one. Each request runs once the promise of `pause` has resolved; its
 * arguments are copied at the call. Stands in for engines across a network, in tests: without snapshots and backups.
 *
 * @example
 * ```ts
 * import { promised } from "@airssys/backend";
 * import { openMemory } from "@airssys/backend/memory";
 *
 * const backend = promised(openMemory());
 * await backend.get(Uint8Array.of(1)); // undefined
 * ```
 */
export function promised(backend: Backend<"sync">, pause: () => Promise<void> = async () => {}): Backend<"async"> {
  const later = async <R, T>(request: R, answer: (request: R) => T): Promise<T> => {
    await pause();
    return answer(request);
  };
  return {
    name: backend.name,
    mode: "async",
    capabilities: backend.capabilities,
    get: (key) => later(ownedBytes(key), (owned) => backend.get(owned)),
    getMany: (keys) => later(ownedKeys(keys), (owned) => backend.getMany(owned)),
    scan: (range) => later(ownedRange(range), (owned) => backend.scan(owned)),
    count: (range) => later(ownedRange(range), (owned) => backend.count(owned)),
    commit: (batch) => later(ownedBatch(batch), (owned) => backend.commit(owned)),
    commitAll: (batches) => later(batches.map(ownedBatch), (owned) => backend.commitAll(owned)),
    flush: () => later(undefined, () => backend.flush()),
    stats: () => later(undefined, () => backend.stats()),
    close: () => later(undefined, () => backend.close()),
  };
}
