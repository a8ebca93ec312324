import type { Backend, Bytes, Mode } from "@airssys/backend";
import type { Limits } from "@airssys/protocol";
import type { Clock } from "../time/clock.ts";
import type { ActiveCalls } from "./active-calls.ts";
import type { GroupCommit } from "./commit/group-commit.ts";
import { cursorSecret } from "./cursor-secret.ts";
import { layoutNamespace } from "./format/namespace-layout.ts";
import type { Quota } from "./format/usage.ts";
import { type NamespaceRegistry, registryOf } from "./namespace-registry.ts";
import { NamespaceMemory } from "./read/namespace-memory.ts";
import { namespaceEngine } from "./steps/namespace-engine.ts";
import type { Engine, Steps } from "./steps/steps.ts";
import { requireStoreFormat } from "./store-format.ts";
import { storeLimits } from "./store-limits.ts";
import type { StoreOptions } from "./store-options.ts";
import type { TransactionPolicy } from "./transaction/transaction.ts";
import { Transactor } from "./transaction/transactor.ts";

/** The shared core of stores for embedders and of bindings for components. */
export interface StoreCore<M extends Mode> {
  /** How the backend answers. */
  readonly mode: M;
  /** The whole backend. */
  readonly backend: Backend<M>;
  readonly limits: Limits;
  /** By which the store knows its own cursors. */
  readonly cursorSecret: Bytes;
  /** Merges commits that overlap in time. */
  readonly groupCommit: GroupCommit;
  /** Calls of components, of every host over the backend. */
  readonly activeCalls: ActiveCalls;
  /** The time of the day. */
  readonly clock: Clock;
  /** Runs transactions over a namespace. @throws RangeError if the name is none */
  transactor(name: string, quota?: Partial<Quota>): Transactor<M>;
  /** The same, with commits that share a sync with others that overlap in time. */
  groupedTransactor(name: string, quota?: Partial<Quota>): Transactor<"async">;
}

/**
 * Opens a backend as a store, and makes an empty one a store. @throws StoreFormatError; RangeError for limits that are
 * off
 */
export function* openCore<M extends Mode>(options: StoreOptions<M>): Steps<StoreCore<M>> {
  const limits = storeLimits(options.limits ?? {}, options.backend);
  yield* requireStoreFormat(options.backend);
  return new Core(options, limits, yield* cursorSecret(options.backend));
}

class Core<M extends Mode> implements StoreCore<M> {
  readonly mode: M;
  readonly backend: Backend<M>;
  readonly limits: Limits;
  readonly cursorSecret: Bytes;
  readonly groupCommit: GroupCommit;
  readonly activeCalls: ActiveCalls;
  readonly clock: Clock;
  readonly #registry: NamespaceRegistry;

  constructor(options: StoreOptions<M>, limits: Limits, secret: Bytes) {
    this.mode = options.backend.mode;
    this.backend = options.backend;
    this.limits = limits;
    this.cursorSecret = secret;
    this.#registry = registryOf(options.backend);
    this.groupCommit = this.#registry.groupCommit;
    this.activeCalls = this.#registry.activeCalls;
    this.clock = options.clock ?? Date.now;
  }

  transactor(name: string, quota: Partial<Quota> = {}): Transactor<M> {
    const engine = namespaceEngine(this.backend, layoutNamespace(name));
    return new Transactor(this.mode, this.#policy(name, quota, engine));
  }

  groupedTransactor(name: string, quota: Partial<Quota> = {}): Transactor<"async"> {
    const engine = this.groupCommit.engineOf(layoutNamespace(name));
    return new Transactor("async", this.#policy(name, quota, engine), this.#registry.get(name).turns);
  }

  #policy(name: string, { bytes = UNLIMITED, keys = UNLIMITED }: Partial<Quota>, engine: Engine): TransactionPolicy {
    if (!(bytes >= 0 && keys >= 0))
      throw new RangeError(`"quota" expected bytes and keys from 0, got ${bytes}, ${keys}`);
    const { facts, feed } = this.#registry.get(name);
    return { engine, quota: { bytes, keys }, memory: new NamespaceMemory(this.clock, facts), feed };
  }
}

const UNLIMITED = Number.MAX_SAFE_INTEGER;
