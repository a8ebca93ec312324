import { type Backend, BackendError, type Batch, type Bytes, byteString } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { durableMemory } from "../durable-memory.ts";
import { type Mutant, mutant } from "../mutant.ts";

const always = { durable: true, multiProcess: true };

/** A mutant whose stores are opened in a wrong way. */
function opened(
  name: string,
  caughtBy: string,
  open: (store: Backend<"sync">, times: number) => Backend<"sync">,
): Mutant {
  const right = durableMemory();
  let times = 0;
  return {
    name,
    caughtBy,
    subject: {
      open: () => open(right.open(), times++),
      destroy: () => {
        times = 0;
        right.destroy();
      },
    },
  };
}

export const reopenMutants: readonly Mutant[] = [
  opened(
    "forgets everything when it is opened again",
    "what was committed is there after the store is opened again",
    (store) => {
      store.commit({
        checks: [],
        writes: [{ type: "delete-range", gte: new Uint8Array(0), lt: Uint8Array.of(0xff, 0xff) }],
      });
      return store;
    },
  ),
  (() => {
    const committed: Batch[] = [];
    const replay = (handle: Backend<"sync">) => {
      for (const { writes } of committed) {
        handle.commit({ checks: [], writes: writes.filter(({ type }) => type === "put") });
      }
      return handle;
    };
    const right = durableMemory();
    return {
      name: "brings back what was deleted when it is opened again",
      caughtBy: "what was deleted or overwritten does not come back",
      subject: {
        open: () => {
          const handle = replay(right.open());
          return {
            ...handle,
            commit: (batch: Batch) => {
              const isCommitted = handle.commit(batch);
              if (isCommitted) committed.push(structuredClone(batch));
              return isCommitted;
            },
          };
        },
        destroy: () => {
          committed.length = 0;
          right.destroy();
        },
      },
    };
  })(),
  (() => {
    let pending: Batch | undefined;
    const right = durableMemory();
    return {
      name: "writes a refused commit when it is opened again",
      caughtBy: "a commit whose check failed left nothing to be found later",
      subject: {
        open: () => {
          const handle = right.open();
          if (pending) handle.commit({ checks: [], writes: pending.writes });
          pending = undefined;
          return {
            ...handle,
            commit: (batch: Batch) => {
              const isCommitted = handle.commit(batch);
              if (!isCommitted) pending = structuredClone(batch);
              return isCommitted;
            },
          };
        },
        destroy: () => {
          pending = undefined;
          right.destroy();
        },
      },
    };
  })(),
  opened("cannot be opened a fourth time", "a store can be written, closed and opened many times", (store, times) => {
    if (times >= 3) throw new BackendError("corrupt", "opened too often");
    return store;
  }),
  (() => {
    const right = durableMemory();
    return {
      name: "is not empty after it was removed",
      caughtBy: "a store that was removed is empty when it is opened",
      subject: { open: right.open, destroy: () => {} },
    };
  })(),
];

export const closedMutants: readonly Mutant[] = [
  mutant("is not closed by close", "every call on a closed handle is refused as closed", () => ({ close: () => {} })),
  mutant("answers reads after close", "every call on a closed handle is refused as closed", (right) => {
    const seen = new Map<string, Bytes | undefined>();
    return {
      get: (key) => {
        if (!seen.has(byteString(key))) seen.set(byteString(key), undefined);
        try {
          return right.get(key);
        } catch (error) {
          if (error instanceof BackendError && error.code === "closed") return undefined;
          throw error;
        }
      },
    };
  }),
  mutant("throws its own error after close", "every call on a closed handle is refused as closed", (right) => {
    let isClosed = false;
    return {
      close: () => {
        isClosed = true;
        right.close();
      },
      get: (key) => {
        if (isClosed) throw new Error("database is not open");
        return right.get(key);
      },
    };
  }),
  mutant("answers getMany of no keys after close", "every call on a closed handle is refused as closed", (right) => ({
    getMany: (keys) => keys.map((key) => right.get(key)),
  })),
  mutant(
    "looks at a key before it looks whether it is closed",
    "a request that would be refused anyway is refused as closed",
    (right) => ({
      get: (key) => {
        if (key.length === 0) throw new BackendError("invalid", "an empty key");
        return right.get(key);
      },
    }),
  ),
  mutant("throws when it is closed twice", "closing twice is fine", (right) => {
    let isClosed = false;
    return {
      close: () => {
        if (isClosed) throw new BackendError("closed", "closed already");
        isClosed = true;
        right.close();
      },
    };
  }),
  (() => {
    let store = openMemory();
    const handle = (): Backend<"sync"> => ({
      name: "one for all",
      mode: "sync",
      capabilities: { ...store.capabilities, ...always },
      get: (key) => store.get(key),
      getMany: (keys) => store.getMany(keys),
      scan: (range) => store.scan(range),
      count: (range) => store.count(range),
      commit: (batch) => store.commit(batch),
      commitAll: (batches) => store.commitAll(batches),
      flush: () => store.flush(),
      stats: () => store.stats(),
      close: () => store.close(),
    });
    return {
      name: "closes every handle with the first one",
      caughtBy: "closing one handle leaves the others open",
      subject: {
        open: handle,
        destroy: () => {
          store = openMemory();
        },
      },
    };
  })(),
];
