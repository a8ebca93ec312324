import { type Answer, type Backend, type Mode, namespaced } from "@airssys/backend";
import { StorageError } from "@airssys/protocol";
import type { Clock } from "./clock.ts";
import { drive } from "./drive.ts";
import type { Steps } from "./steps.ts";
import { type Access, Transaction } from "./transaction.ts";
import type { Quota } from "./usage.ts";

/** How often a single operation that lost against another commit is tried before it is a `conflict`. */
const ATTEMPTS_MAX = 32;

/** What a store goes by. */
export interface StorePolicy {
  readonly quota: Quota;
  readonly clock: Clock;
}

/** The host's side of one namespace: its transactions, under its quota. */
export class Store<M extends Mode = Mode> {
  readonly #view: Backend<M>;
  readonly #policy: StorePolicy;

  /**
   * @param namespace the namespace's name without its end, for instance `component:notes`. It must not hold a `:` that would make it
   * begin another's.
   */
  constructor(backend: Backend<M>, namespace: string, policy: StorePolicy) {
    this.#view = namespaced(backend, new TextEncoder().encode(`${namespace}:`));
    this.#policy = policy;
  }

  /** A new transaction, which reads nothing until it is used. */
  transaction(access: Access = "write"): Transaction {
    return new Transaction({ quota: this.#policy.quota, now: this.#policy.clock(), access });
  }

  /** Runs steps over this namespace, for instance those of a transaction. */
  drive<T>(steps: Steps<T>): Answer<M, T> {
    return drive(this.#view, steps);
  }

  /**
   * Runs work as a transaction of its own and commits it, trying again when another commit won.
   *
   * @throws StorageError `conflict` if it lost every time; whatever `work` throws, and then nothing is written.
   */
  *transact<T>(access: Access, work: (transaction: Transaction) => Steps<T>): Steps<T> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      const transaction = this.transaction(access);
      const result = yield* work(transaction);
      if ((yield* transaction.commit()) !== undefined) return result;
    }
    throw new StorageError({ tag: "conflict" });
  }
}
