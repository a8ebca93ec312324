import { type Backend, BackendError, type Batch } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { type Mutant, mutant } from "../mutant.ts";

type SyncBackend = Backend<"sync">;

/** A mutant whose snapshots are wrong. `right` is a snapshot that is right, `backend` the handle that it came from. */
function taken(
  name: string,
  caughtBy: string,
  change: (right: SyncBackend, backend: SyncBackend) => Partial<SyncBackend>,
): Mutant {
  return mutant(name, caughtBy, (backend) => ({
    snapshot() {
      const right = snapshotOf(backend);
      return { ...right, ...change(right, backend) };
    },
  }));
}

function snapshotOf(backend: SyncBackend): SyncBackend {
  if (backend.snapshot === undefined) throw new Error("the right backend has snapshots");
  return forwarding(backend.snapshot());
}

/** An object of its own methods, to be spread. */
function forwarding(backend: SyncBackend): SyncBackend {
  return {
    name: backend.name,
    mode: "sync",
    capabilities: backend.capabilities,
    get: (key) => backend.get(key),
    getMany: (keys) => backend.getMany(keys),
    scan: (range) => backend.scan(range),
    count: (range) => backend.count(range),
    commit: (batch) => backend.commit(batch),
    commitAll: (batches) => backend.commitAll(batches),
    flush: () => backend.flush(),
    stats: () => backend.stats(),
    close: () => backend.close(),
  };
}

const MOMENT = "a snapshot shows its moment, whatever is committed later";
const PAGES = "pages and counts of a snapshot are those of its moment, in both directions";
const READ_ONLY = "a snapshot refuses each commit as read-only";
const CLOSED = "a snapshot that is closed is closed, and its backend is not";
const ARGUMENTS = "a snapshot judges its arguments as its backend does";
const OWNED = "what a snapshot returned belongs to the caller";
const OUTLIVES = "a snapshot outlives the handle that it came from";

export const snapshotMutants: readonly Mutant[] = [
  taken("snapshot: is the backend itself", MOMENT, (_, backend) => forwarding(backend)),
  taken("snapshot: gets what is there now", MOMENT, (_, { get }) => ({ get })),
  taken("snapshot: gets several keys as they are now", MOMENT, (_, { getMany }) => ({ getMany })),
  taken("snapshot: scans what is there now, backwards", PAGES, (right, backend) => ({
    scan: (range) => (range.reverse ? backend : right).scan(range),
  })),
  taken("snapshot: counts what is there now", PAGES, (_, { count }) => ({ count })),
  mutant("snapshot: is the first one for ever", "snapshots of two moments show two states", (backend) => {
    let first: SyncBackend | undefined;
    return {
      snapshot() {
        first ??= snapshotOf(backend);
        return { ...first, close() {} };
      },
    };
  }),
  taken(
    "snapshot: sees what other handles commit",
    "a snapshot does not see what another handle commits",
    (_, backend) => forwarding(backend),
  ),
  taken("snapshot: can be written", READ_ONLY, () => {
    const { commit, commitAll } = forwarding(openMemory());
    return { commit, commitAll };
  }),
  taken("snapshot: writes to the backend", READ_ONLY, (_, { commit }) => ({ commit })),
  taken("snapshot: commits nothing without a word", READ_ONLY, ({ commit }) => ({
    commit: (batch: Batch) => (batch.writes.length === 0 ? true : commit(batch)),
  })),
  taken("snapshot: throws an error of its own for a commit", READ_ONLY, () => ({
    commitAll() {
      throw new BackendError("io", "snapshots cannot do this");
    },
  })),
  taken("snapshot: finds nothing under an empty key", ARGUMENTS, ({ get }) => ({
    get: (key) => (key.length === 0 ? undefined : get(key)),
  })),
  taken("snapshot: takes any limit", ARGUMENTS, ({ scan }) => ({
    scan: (range) => scan({ ...range, limit: range.limit || 1 }),
  })),
  taken("snapshot: uses one buffer for all values", OWNED, ({ get }) => {
    const scratch = new Uint8Array(100);
    return {
      get(key) {
        const value = get(key);
        if (value === undefined || value.length > scratch.length) return value;
        scratch.set(value);
        return scratch.subarray(0, value.length);
      },
    };
  }),
  taken("snapshot: is not closed by close", CLOSED, () => ({ close() {} })),
  taken("snapshot: closes its backend", CLOSED, (right, backend) => ({
    close() {
      right.close();
      backend.close();
    },
  })),
  taken("snapshot: is closed with its backend", OUTLIVES, (right, backend) => ({
    scan(range) {
      backend.stats();
      return right.scan(range);
    },
  })),
  mutant("snapshot: is given by a closed handle", OUTLIVES, (backend) => {
    const spare = openMemory();
    return {
      snapshot() {
        try {
          return snapshotOf(backend);
        } catch {
          return spare;
        }
      },
    };
  }),
  taken("snapshot: finds nothing between bounds", "a view of a snapshot shows the view at that moment", ({ scan }) => ({
    scan: (range) => (range.gte === undefined ? scan(range) : { entries: [], isLast: true }),
  })),
];
