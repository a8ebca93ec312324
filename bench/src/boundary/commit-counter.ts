import type { Backend } from "@airssys/backend";

/** An engine, and how many times it has made something durable. */
export interface CommitCounter {
  readonly backend: Backend<"sync">;
  commits(): number;
}

/** Counts commits where they arrive at the engine. Several that it makes durable together are one. */
export function countCommits(backend: Backend<"sync">): CommitCounter {
  let commits = 0;
  return {
    backend: {
      name: backend.name,
      mode: "sync",
      capabilities: backend.capabilities,
      get: (key) => backend.get(key),
      getMany: (keys) => backend.getMany(keys),
      scan: (range) => backend.scan(range),
      count: (range) => backend.count(range),
      commit(batch) {
        commits++;
        return backend.commit(batch);
      },
      commitAll(batches) {
        commits++;
        return backend.commitAll(batches);
      },
      flush: () => backend.flush(),
      stats: () => backend.stats(),
      close: () => backend.close(),
    },
    commits: () => commits,
  };
}
