import { type Bytes, type Mode, namespaced } from "@airssys/backend";
import { DEFAULT_LIMITS, type Limits, namespaceFault } from "@airssys/protocol";
import { driverOver } from "./drive.ts";
import type { StoreOptions } from "./open-store.ts";
import type { Steps } from "./steps.ts";
import { requireStoreFormat } from "./store-format.ts";
import { Transactor } from "./transactor.ts";
import type { Quota } from "./usage.ts";

/** What stores for embedders and bindings for components are both made of. */
export interface StoreCore<M extends Mode> {
  readonly limits: Limits;
  /** Runs transactions over a namespace. @throws RangeError if the name is none */
  transactor(name: string, quota?: Partial<Quota>): Transactor<M>;
}

/** Opens a backend as a store, and makes an empty one a store. @throws StoreFormatError */
export function* openCore<M extends Mode>(options: StoreOptions<M>): Steps<StoreCore<M>> {
  const { backend, clock = Date.now } = options;
  yield* requireStoreFormat();
  return {
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    transactor(name, quota = {}) {
      const fault = namespaceFault(name);
      if (fault !== undefined) throw new RangeError(`"name" ${fault}`);
      const { bytes = UNLIMITED, keys = UNLIMITED } = quota;
      const view = namespaced(backend, namespacePrefix(name));
      return new Transactor(driverOver(view), { quota: { bytes, keys }, clock });
    },
  };
}

const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** What a namespace's keys begin with in the backend: its name, ended so that no other's begins with it. */
function namespacePrefix(name: string): Bytes {
  return new TextEncoder().encode(`${name}:`);
}
