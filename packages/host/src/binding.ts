import type { Answer, Mode } from "@airssys/backend";
import { namespaceFault, StorageError } from "@airssys/protocol";
import { type Guarded, guard, internalError, type Within } from "./guard.ts";
import { createImports, type Imports, type StorageImports, storageImports } from "./imports.ts";
import type { CallEnding } from "./observer.ts";
import type { Operation } from "./operation.ts";
import type { Outcome, OutcomeCode } from "./outcome.ts";
import type { NamespaceUsage, Space } from "./space.ts";
import { secondsSince, stopwatch } from "./stopwatch.ts";
import type { Steps } from "./store/steps.ts";
import type { Transaction } from "./store/transaction.ts";

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
  /**
   * The functions of `airssys:wasm/storage` over a shared namespace. They go the same way under the grant of that namespace, and without one
   * each of them is denied. The transaction of a call does not span them: each commits by itself, and stays when the call is rolled back.
   *
   * @param name `app:ID`, `user:ID`, `org/ID` or `system`; the component's own namespace is what `imports` has.
   * @throws RangeError if the name is none.
   */
  namespace(name: string): StorageImports<M>;
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

/** When writes become durable: with the call that made them, or each by itself. */
export type CommitMode = "call" | "operation";

/** The namespaces that a binding works in. */
export interface Spaces<M extends Mode> {
  readonly own: Space<M>;
  /** Those that are granted, by name. */
  readonly shared: ReadonlyMap<string, Space<M>>;
}

export function createBinding<M extends Mode>(spaces: Spaces<M>, guarded: Guarded, mode: CommitMode): Binding<M> {
  return new StoreBinding(spaces, guarded, mode);
}

class StoreBinding<M extends Mode> implements Binding<M> {
  readonly imports: Imports<M>;
  readonly #spaces: Spaces<M>;
  readonly #guarded: Guarded;
  readonly #mode: CommitMode;
  #isCalling = false;
  /** The transaction of the call, in a host that commits calls. */
  #call: Transaction | undefined;

  constructor(spaces: Spaces<M>, guarded: Guarded, mode: CommitMode) {
    this.#spaces = spaces;
    this.#guarded = guarded;
    this.#mode = mode;
    this.imports = createImports((operation) => this.#perform(operation));
  }

  get componentId(): string {
    return this.#guarded.componentId;
  }

  namespace(name: string): StorageImports<M> {
    const fault = namespaceFault(name);
    if (fault !== undefined) throw new RangeError(`"name" ${fault}`);
    if (name === this.#guarded.namespace) return this.imports["airssys:wasm/storage"];
    return storageImports((operation) => this.#perform({ ...operation, namespace: name }));
  }

  begin(): void {
    this.rollback();
    this.#isCalling = true;
    this.#call = this.#mode === "call" ? this.#spaces.own.transaction() : undefined;
    this.#guarded.reporter?.tell({ type: "call-began", isPending: this.#call !== undefined });
  }

  commit(): Answer<M, void> {
    const [isCalling, call] = [this.#isCalling, this.#call];
    this.#leave();
    return this.#spaces.own.drive(this.#commit(isCalling, call));
  }

  rollback(): void {
    if (!this.#isCalling) return;
    this.#leave();
    this.#reportEnded("rollback", "ok", this.#stopwatch());
  }

  usage(): Answer<M, NamespaceUsage> {
    return this.#spaces.own.usage();
  }

  #perform(operation: Operation): Answer<M, Outcome> {
    const { own, shared } = this.#spaces;
    if (operation.namespace === undefined) return own.drive(guard(operation, this.#guarded, this.#withinOwn));
    // Without a grant there is no space, and the guard denies before anything would be driven.
    const space = shared.get(operation.namespace) ?? own;
    return space.drive(guard(operation, this.#guarded, this.#withinShared));
  }

  readonly #withinOwn: Within = (operation, work) => {
    if (this.#call !== undefined) return work(this.#call);
    return this.#spaces.own.transact(operation, work, this.#guarded.reporter);
  };

  readonly #withinShared: Within = (operation, work) => {
    const space = this.#spaces.shared.get(operation.namespace ?? "");
    if (space === undefined) throw new Error("an operation was admitted to a namespace that is not granted");
    return space.transact(operation, work, this.#guarded.reporter);
  };

  #leave(): void {
    this.#isCalling = false;
    this.#call = undefined;
  }

  *#commit(isCalling: boolean, call: Transaction | undefined): Steps<void> {
    if (!isCalling) return;
    this.#guarded.reporter?.tell({ type: "commit-began" });
    const started = this.#stopwatch();
    const error = call && (yield* this.#commitCall(call));
    this.#reportEnded("commit", error?.code ?? "ok", started);
    if (error !== undefined) throw error;
    this.#spaces.own.reportCrossings(call, "commit", this.#guarded.reporter);
  }

  /** Answers why the transaction is not committed. */
  *#commitCall(call: Transaction): Steps<StorageError | undefined> {
    try {
      const version = yield* call.commit();
      return version === undefined ? new StorageError({ tag: "conflict" }) : undefined;
    } catch (cause) {
      return internalError(cause, this.componentId, "commit", this.#guarded.log);
    }
  }

  #stopwatch(): number | undefined {
    return stopwatch(this.#guarded.reporter?.isTimed === true);
  }

  #reportEnded(ending: CallEnding, outcome: OutcomeCode, started: number | undefined): void {
    this.#guarded.reporter?.tell({ type: "call-ended", ending, outcome, seconds: secondsSince(started) });
  }
}
