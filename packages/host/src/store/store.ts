import { type Answer, type Backend, type Mode, namespaced } from "@airssys/backend";
import { StorageError } from "@airssys/protocol";
import { drive } from "./drive.ts";
import type { Steps } from "./steps.ts";
import { type Access, Transaction } from "./transaction.ts";

/** How often a single operation that lost against another commit is tried before it is a `conflict`. */
const ATTEMPTS_MAX = 32;

/** The host's side of one namespace: its transactions, under its quota. */
export class Store<M extends Mode = Mode> {
  readonly #view: Backend<M>;
  readonly #quotaBytes: number;

  /**
   * @param namespace the namespace's name without its end, for instance `component:notes`. It must not hold a `:` that would make it
   * begin another's.
   */
  constructor(backend: Backend<M>, namespace: string, quotaBytes: number) {
    this.#view = namespaced(backend, new TextEncoder().encode(`${namespace}:`));
    this.#quotaBytes = quotaBytes;
  }

  /** A new transaction, which reads nothing until it is used. */
  transaction(access: Access = "write"): Transaction {
    return new Transaction(this.#quotaBytes, access);
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
      if (yield* transaction.commit()) return result;
    }
    throw new StorageError({ tag: "conflict" });
  }
}
