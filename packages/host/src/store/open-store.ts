import type { Answer, Mode } from "@airssys/backend";
import type { Limits } from "@airssys/protocol";
import type { Quota } from "./format/usage.ts";
import { drive } from "./steps/drive.ts";
import type { Steps } from "./steps/steps.ts";
import { createStore, type Store } from "./store.ts";
import { openCore } from "./store-core.ts";
import type { StoreOptions } from "./store-options.ts";
import { createSweeper, type Sweeper } from "./sweeper.ts";

/** The namespaces of one backend. */
export interface Namespaces<M extends Mode = Mode> {
  readonly mode: M;
  readonly limits: Limits;
  /** Reclaims in the background what has expired. It has to be started. */
  readonly sweeper: Sweeper;
  /**
   * The store of a namespace. Two stores of one namespace see the same data; each goes by its own quota. Watches of
   * all stores and hosts over one backend object are told of its commits.
   *
   * @param name `component:ID`, `app:ID`, `user:ID`, `org/ID` or `system`.
   * @param quota the most that the namespace may use. Default: no limit.
   * @throws RangeError if the name is none, or the quota is no number from 0.
   */
  open(name: string, quota?: Partial<Quota>): Store<M>;
  /**
   * The same store, answering with promises: its commits and those of other namespaces that overlap in time are made
   * durable together, at the price of one. Each promise settles when its own data is durable. If the engine fails,
   * exactly the commits of that round fail.
   *
   * Writers of one namespace go one after the other, since of two at once only one could win: those of every grouped
   * store over the backend object, and the calls of the component that the namespace belongs to. The work of a
   * transaction that waits for something else than its own operations is not waited for: it may then lose, as in any
   * other store, also against what it waits for.
   *
   * For many namespaces that commit at once; a commit that is alone gains nothing.
   */
  openGrouped(name: string, quota?: Partial<Quota>): Store<"async">;
}

/**
 * Opens the namespaces of a backend, and makes an empty backend a store.
 *
 * @returns the namespaces, or a promise of them over an asynchronous backend.
 * @throws StoreFormatError if the backend holds something else, or a format that this version does not know.
 * @throws RangeError for limits that are off.
 *
 * @example
 * ```ts
 * import { openLmdb } from "@airssys/backend-lmdb";
 * import { openStore } from "@airssys/host";
 *
 * const namespaces = openStore({ backend: openLmdb({ path: "./data" }) });
 * const store = namespaces.open("app:settings", { bytes: 1_000_000 });
 * store.set("theme", new TextEncoder().encode("dark"), { ttlSeconds: 3_600 });
 * store.usage(); // { bytes: 9, keys: 1 }
 * ```
 */
export function openStore<M extends Mode>(options: StoreOptions<M>): Answer<M, Namespaces<M>> {
  return drive(options.backend.mode, opening(options));
}

function* opening<M extends Mode>(options: StoreOptions<M>): Steps<Namespaces<M>> {
  const core = yield* openCore(options);
  return {
    mode: options.backend.mode,
    limits: core.limits,
    sweeper: createSweeper(core),
    open: (name, quota) => createStore(name, core.transactor(name, quota), core.limits),
    openGrouped: (name, quota) => createStore(name, core.groupedTransactor(name, quota), core.limits),
  };
}
