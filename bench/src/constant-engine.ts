import type { Backend } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";

/**
 * An engine that answers every get with the entry of the last put, without looking: what is measured over it is what
 * lies above it.
 */
export function openConstant(): Backend<"sync"> {
  const memory = openMemory();
  let value: Uint8Array | undefined;
  return {
    name: "constant",
    mode: "sync",
    capabilities: memory.capabilities,
    get: (key) => (value === undefined ? memory.get(key) : value),
    getMany: (keys) => memory.getMany(keys),
    scan: (range) => memory.scan(range),
    count: (range) => memory.count(range),
    commit(batch) {
      const isCommitted = memory.commit(batch);
      const last = batch.writes.find((write) => write.type === "put" && write.value.length > ENTRY_BYTES_MIN);
      if (last?.type === "put") value = last.value;
      return isCommitted;
    },
    commitAll: (batches) => memory.commitAll(batches),
    flush: () => memory.flush(),
    stats: () => memory.stats(),
    close: () => memory.close(),
  };
}

/** Entries of the measured values are longer, and the host's own records are shorter. */
const ENTRY_BYTES_MIN = 64;
