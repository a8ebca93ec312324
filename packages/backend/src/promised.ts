import type { Backend, Batch, Bytes, ScanRange } from "./backend.ts";

/**
 * An embedded backend seen as an asynchronous one: the same answers, each with a promise that settles after `pause`.
 *
 * It stands in for engines across a network, to prove that what drives one drives the other.
 */
export function promised(backend: Backend<"sync">, pause: () => Promise<void> = async () => {}): Backend<"async"> {
  const later = async <T>(request: () => T): Promise<T> => {
    await pause();
    return request();
  };
  return {
    name: backend.name,
    mode: "async",
    capabilities: backend.capabilities,
    get: (key: Bytes) => later(() => backend.get(key)),
    getMany: (keys: readonly Bytes[]) => later(() => backend.getMany(keys)),
    scan: (range: ScanRange) => later(() => backend.scan(range)),
    commit: (batch: Batch) => later(() => backend.commit(batch)),
    flush: () => later(() => backend.flush()),
    stats: () => later(() => backend.stats()),
    close: () => later(() => backend.close()),
  };
}
