import type { Answer, Mode } from "@airssys/backend";
import { StorageError } from "@airssys/protocol";
import { type Guarded, guard, internalError, type Outcome, type Within } from "./guard.ts";
import { createImports, type Imports } from "./imports.ts";
import { needOf, type Operation } from "./operation.ts";
import type { Steps } from "./store/steps.ts";
import type { Transaction } from "./store/transaction.ts";
import type { Transactor } from "./store/transactor.ts";

/**
 * What one instance of a component is given: imports bound to its namespace and grants, which it cannot name and so cannot change, and
 * the transaction that spans one call of an export.
 *
 * Between `begin` and `commit` the imports work in that transaction; otherwise, and always in a host that commits each operation, every
 * one of them is a transaction of its own.
 */
export interface Binding<M extends Mode = Mode> {
  readonly componentId: string;
  readonly imports: Imports<M>;
  /** Starts the transaction of a call. One that was left open is rolled back. */
  begin(): void;
  /**
   * Makes the call's writes durable, all of them or none.
   *
   * @throws StorageError `conflict` if another commit to the namespace won, `internal-error` if the backend failed.
   */
  commit(): Answer<M, void>;
  /** Forgets the call's writes. */
  rollback(): void;
  /** What the namespace uses now, what it may use, in bytes, and the number of its keys. Outside of any call's transaction. */
  usage(): Answer<M, NamespaceUsage>;
}

/** What a namespace uses and may use. Sizes in bytes. */
export interface NamespaceUsage {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly keyCount: number;
}

/** When writes become durable: with the call that made them, or each by itself. */
export type CommitMode = "call" | "operation";

export function createBinding<M extends Mode>(
  transactor: Transactor<M>,
  guarded: Guarded,
  mode: CommitMode,
): Binding<M> {
  return new StoreBinding(transactor, guarded, mode);
}

class StoreBinding<M extends Mode> implements Binding<M> {
  readonly imports: Imports<M>;
  readonly #transactor: Transactor<M>;
  readonly #guarded: Guarded;
  readonly #mode: CommitMode;
  #call: Transaction | undefined;

  constructor(transactor: Transactor<M>, guarded: Guarded, mode: CommitMode) {
    this.#transactor = transactor;
    this.#guarded = guarded;
    this.#mode = mode;
    this.imports = createImports((operation) => this.#perform(operation));
  }

  get componentId(): string {
    return this.#guarded.componentId;
  }

  begin(): void {
    this.#call = this.#mode === "call" ? this.#transactor.transaction() : undefined;
  }

  commit(): Answer<M, void> {
    const call = this.#call;
    this.#call = undefined;
    return this.#transactor.drive(this.#commit(call));
  }

  rollback(): void {
    this.#call = undefined;
  }

  usage(): Answer<M, NamespaceUsage> {
    return this.#transactor.drive(this.#usage());
  }

  #perform(operation: Operation): Answer<M, Outcome> {
    return this.#transactor.drive(guard(operation, this.#guarded, this.#within));
  }

  readonly #within: Within = (operation, work) => {
    if (this.#call !== undefined) return work(this.#call);
    return this.#transactor.transact(needOf(operation) === "read" ? "read" : "write", work);
  };

  *#commit(call: Transaction | undefined): Steps<void> {
    if (call === undefined) return;
    let version: number | undefined;
    try {
      version = yield* call.commit();
    } catch (cause) {
      throw internalError(cause, this.componentId, "commit", this.#guarded.log);
    }
    if (version === undefined) throw new StorageError({ tag: "conflict" });
  }

  *#usage(): Steps<NamespaceUsage> {
    const { bytes, keys } = yield* this.#transactor.transaction("read").usage();
    return { usedBytes: bytes, quotaBytes: this.#guarded.grants.quotaBytes, keyCount: keys };
  }
}
