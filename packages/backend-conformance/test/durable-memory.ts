import { type Backend, BackendError, type Batch } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import type { Failures, Subject } from "@airssys/backend-conformance";

/** A backend that does everything right, which its mutants change in one place. */
export interface RightSubject extends Subject {
  open(): Backend<"sync">;
  readonly failures: Required<Failures>;
}

/** A store in memory that outlives its handles, so that the laws about reopening and several handles apply to it. */
export function durableMemory(): RightSubject {
  let store = openMemory();
  let fault: "corrupt" | "version" | undefined;
  return {
    open() {
      if (fault !== undefined) throw new BackendError(fault, "this store cannot be opened");
      return handleOn(store);
    },
    destroy() {
      store = openMemory();
      fault = undefined;
    },
    failures: {
      openReadOnly: () => refusing(handleOn(store), () => new BackendError("read-only", "open for reading alone")),
      openSmall: () => refusing(handleOn(store), ({ stats }) => isFull(stats()) && new BackendError("full", "no room")),
      corrupt: () => {
        fault = "corrupt";
      },
      changeVersion: () => {
        fault = "version";
      },
    },
  };
}

const isFull = ({ entries = 0 }) => entries >= 12;

/** A handle whose commits fail where `refusal` returns an error. */
function refusing(
  handle: Backend<"sync">,
  refusal: (handle: Backend<"sync">) => BackendError | false,
): Backend<"sync"> {
  const commit = (batch: Batch) => {
    const error = refusal(handle);
    if (error) throw error;
    return handle.commit(batch);
  };
  return { ...handle, commit, commitAll: (batches) => batches.map(commit) };
}

function handleOn(store: Backend<"sync">): Backend<"sync"> {
  let isClosed = false;
  const open = () => {
    if (isClosed) throw new BackendError("closed", "this handle is closed");
    return store;
  };
  return {
    name: "durable memory",
    mode: "sync",
    capabilities: { ...store.capabilities, durable: true, multiProcess: true },
    get: (key) => open().get(key),
    getMany: (keys) => open().getMany(keys),
    scan: (range) => open().scan(range),
    count: (range) => open().count(range),
    commit: (batch) => open().commit(batch),
    commitAll: (batches) => open().commitAll(batches),
    flush: () => open().flush(),
    stats: () => open().stats(),
    snapshot: () => snapshotOf(open()),
    close: () => {
      isClosed = true;
    },
  };
}

function snapshotOf(store: Backend<"sync">): Backend<"sync"> {
  if (store.snapshot === undefined) throw new Error("the engine in memory has snapshots");
  return handleOn(store.snapshot());
}
