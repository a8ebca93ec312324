import type { Backend } from "./backend.ts";

/** Wraps a backend so that its methods never throw, but return promises that reject. */
export function rejecting(backend: Backend): Backend<"async"> {
  return {
    name: backend.name,
    mode: "async",
    capabilities: backend.capabilities,
    get: async (key) => await backend.get(key),
    getMany: async (keys) => await backend.getMany(keys),
    scan: async (range) => await backend.scan(range),
    count: async (range) => await backend.count(range),
    commit: async (batch) => await backend.commit(batch),
    commitAll: async (batches) => await backend.commitAll(batches),
    flush: async () => await backend.flush(),
    stats: async () => await backend.stats(),
    close: async () => await backend.close(),
  };
}
