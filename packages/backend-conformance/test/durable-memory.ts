import { type Backend, BackendError } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import type { Subject } from "@airssys/backend-conformance";

/** A backend that does everything right, which its mutants change in one place. */
export interface RightSubject extends Subject {
  open(): Backend<"sync">;
}

/** A store in memory that outlives its handles, so that the laws about reopening and several handles apply to it. */
export function durableMemory(): RightSubject {
  let store = openMemory();
  return {
    open: () => handleOn(store),
    destroy() {
      store = openMemory();
    },
  };
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
    close: () => {
      isClosed = true;
    },
  };
}
