import type { Answer, BackupResult, Mode } from "@airssys/backend";
import { type Limits, requireKnownOptions } from "@airssys/protocol";
import { type BackupStoreOptions, backUpStore } from "./backup-store.ts";
import type { Quota } from "./format/usage.ts";
import { copyNamespace, moveNamespace, type WholeNamespace } from "./namespaces/copy-namespace.ts";
import { type ListOptions, listNamespaces, type NamespacePage } from "./namespaces/list-namespaces.ts";
import { removeNamespace } from "./namespaces/remove-namespace.ts";
import { type NamespaceQuotaLimits, readQuota, requireQuotaLimits, writeQuota } from "./namespaces/stored-quota.ts";
import { drive } from "./steps/drive.ts";
import type { Steps } from "./steps/steps.ts";
import { createStore, type Store } from "./store.ts";
import { openCore, type StoreCore } from "./store-core.ts";
import type { StoreOptions } from "./store-options.ts";
import { createSweeper, type Sweeper } from "./sweeper.ts";
import { untilWon } from "./transaction/until-won.ts";

/** Where a copy goes. */
export interface CopyOptions {
  /** The store that takes it, over any engine. Default: the same store. */
  readonly to?: Namespaces;
  /** Name of the copy. Default: the same name. */
  readonly as?: string;
}

/** The namespaces of one backend. */
export interface Namespaces<M extends Mode = Mode> {
  readonly mode: M;
  readonly limits: Limits;
  /** Reclaims in the background what has expired. It has to be started. */
  readonly sweeper: Sweeper;
  /**
   * The store of a namespace. Two stores of one namespace see the same data; each goes by its own quota, and by the one
   * that is stored with the namespace. Watches of all stores and hosts over one backend object are told of its commits.
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
  /**
   * Lists the namespaces that have ever been written and not been removed, a page at a time. Reads records alone, and
   * no data. Each page shows the moment in which it is read.
   *
   * @throws StorageError `invalid-argument` for an option that is not known, or a limit that is not from 1 to 1 000
   *
   * @example
   * ```ts
   * for (let after: string | undefined; ; ) {
   *   const page = namespaces.list({ prefix: "component:", after });
   *   for (const { name, bytes, keys } of page.namespaces) console.log(name, bytes, keys);
   *   if (page.after === undefined) break;
   *   after = page.after;
   * }
   * ```
   */
  list(options?: ListOptions): Answer<M, NamespacePage>;
  /**
   * Removes a namespace whole: keys, expiry index, record and quota. Works in commits of a few milliseconds, between
   * which the event loop goes round.
   *
   * From the first commit to the last, transactions find the namespace empty, and writes are a `conflict`; a single
   * `get` may still find a key that is not gone yet. If the process ends in between, `list` shows the namespace as
   * `removing`, and nobody can use it until `remove` is called again. Afterwards the name is free. A namespace that is
   * made anew goes on with greater versions.
   *
   * @returns whether there was such a namespace.
   * @throws RangeError if the name is none; StorageError `conflict` if other commits kept coming between.
   *
   * @example
   * ```ts
   * await namespaces.remove("user:ada"); // true
   * await namespaces.remove("user:ada"); // false
   * ```
   */
  remove(name: string): Promise<boolean>;
  /**
   * Copies a namespace to one that holds nothing: values, versions, expiries, and the quota unless the target has one.
   * Expired entries stay behind. Whoever reads the target sees all of it or nothing. Takes no more memory for more
   * keys, and lets the event loop go round every few milliseconds.
   *
   * Over an engine with snapshots (LMDB, memory) the copy shows the moment of the call, whatever is written meanwhile.
   * Over the others a commit to the source ends it with a `conflict`. If the process ends in between, `list` shows the
   * target as `filling`, empty for whoever reads it, until it is removed.
   *
   * @throws NamespaceError if there is no such namespace, one of the two is being filled or removed, or the target
   * holds keys; StorageError `conflict`, `quota-exceeded`, `limit-exceeded`. Nothing of the copy is left then.
   *
   * @example
   * ```ts
   * await namespaces.copy("app:shop", { as: "app:shop-before-the-sale" });
   * ```
   */
  copy(name: string, options: CopyOptions): Promise<void>;
  /**
   * Copies a namespace and then removes it. A commit to the source before its removal has begun is not lost: then
   * nothing is moved, and it is a `conflict`. If the process ends after the copy is whole, the source may still be
   * there, open or `removing`: remove it.
   *
   * @throws as `copy` does.
   */
  move(name: string, options: CopyOptions): Promise<void>;
  /**
   * Returns the quota that is stored with a namespace.
   *
   * @throws RangeError if the name is none.
   */
  quota(name: string): Answer<M, NamespaceQuotaLimits>;
  /**
   * Stores a quota with a namespace, in place of the one before; `{}` for none. It binds everybody who writes to the
   * namespace from then on, in every process, beside the quota that a store or a component has itself. Lowering it
   * below what is used removes nothing; only what adds is refused.
   *
   * @throws RangeError if the name is none, or a limit is no whole number from 0; StorageError `invalid-argument` for a
   * limit that is not known.
   *
   * @example
   * ```ts
   * namespaces.setQuota("app:shop", { bytes: 10_000_000 });
   * namespaces.quota("app:shop"); // { bytes: 10000000, keys: undefined }
   * ```
   */
  setQuota(name: string, quota: Partial<Quota>): Answer<M, void>;
  /**
   * Copies the whole store to a new place while it is used, as the engine does it: LMDB writes what was committed at
   * one moment, without its free pages. Before the copy appears at its place, every namespace in it is recounted. An
   * interrupted backup leaves nothing at the place.
   *
   * @throws BackendError `unsupported` if the engine has no backup, `invalid` if something is at the place already,
   * what the engine or the disk say; StoreFormatError if a namespace of the copy is not as recorded.
   *
   * @example
   * ```ts
   * await namespaces.backup({ path: "./backups/monday", onProgress: ({ bytes }) => console.log(bytes) });
   * ```
   */
  backup(options: BackupStoreOptions): Promise<BackupResult>;
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
  return new OpenNamespaces(yield* openCore(options));
}

/**
 * Returns the core of a store that `openStore` of this copy of the package has opened. @throws TypeError for any other
 */
export function coreOf(namespaces: Namespaces): StoreCore<Mode> {
  return OpenNamespaces.coreOf(namespaces);
}

class OpenNamespaces<M extends Mode> implements Namespaces<M> {
  readonly mode: M;
  readonly limits: Limits;
  readonly sweeper: Sweeper;
  readonly #core: StoreCore<M>;

  constructor(core: StoreCore<M>) {
    this.mode = core.mode;
    this.limits = core.limits;
    this.sweeper = createSweeper(core);
    this.#core = core;
  }

  static coreOf(namespaces: Namespaces): StoreCore<Mode> {
    if (typeof namespaces === "object" && namespaces !== null && #core in namespaces) return namespaces.#core;
    throw new TypeError("expected the namespaces of a store, as openStore of this package returns them");
  }

  open(name: string, quota?: Partial<Quota>): Store<M> {
    return createStore(name, this.#core.transactor(name, quota), this.limits);
  }

  openGrouped(name: string, quota?: Partial<Quota>): Store<"async"> {
    return createStore(name, this.#core.groupedTransactor(name, quota), this.limits);
  }

  list(options: ListOptions = {}): Answer<M, NamespacePage> {
    return drive(this.mode, listNamespaces(this.#core.backend, options));
  }

  async remove(name: string): Promise<boolean> {
    return await removeNamespace(this.#core.groupedTransactor(name));
  }

  async copy(name: string, options: CopyOptions): Promise<void> {
    await copyNamespace(wholeNamespace(this.#core, name), this.#target(name, options));
  }

  async move(name: string, options: CopyOptions): Promise<void> {
    await moveNamespace(wholeNamespace(this.#core, name), this.#target(name, options));
  }

  quota(name: string): Answer<M, NamespaceQuotaLimits> {
    const { engine, memory } = this.#core.transactor(name);
    return drive(this.mode, readQuota(engine, memory));
  }

  setQuota(name: string, quota: Partial<Quota>): Answer<M, void> {
    const { engine, memory } = this.#core.transactor(name);
    const limits = requireQuotaLimits(quota);
    return drive(
      this.mode,
      settingQuota(() => writeQuota(engine, memory, limits)),
    );
  }

  async backup(options: BackupStoreOptions): Promise<BackupResult> {
    return await backUpStore(this.#core.backend, options);
  }

  #target(name: string, options: CopyOptions): WholeNamespace {
    requireKnownOptions<CopyOptions>(options, { to: true, as: true });
    const { to = this, as = name } = options;
    const core = coreOf(to);
    if (core.backend === this.#core.backend && as === name)
      throw new RangeError(`"as" expected another name than ${name}`);
    return wholeNamespace(core, as);
  }
}

function wholeNamespace(core: StoreCore<Mode>, name: string): WholeNamespace {
  return { name, backend: core.backend, transactor: core.groupedTransactor(name) };
}

function* settingQuota(write: () => Steps<true | undefined>): Steps<void> {
  yield* untilWon(write);
}
