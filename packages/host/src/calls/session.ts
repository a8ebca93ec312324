import type { Mode } from "@airssys/backend";
import { type Limits, StorageError } from "@airssys/protocol";
import type { Cipher, SealContext } from "../cipher/cipher.ts";
import { ENTERED_NAMESPACES_MAX, OPEN_TRANSACTIONS_MAX } from "../contract/guest-limits.ts";
import { GuestWatches } from "../contract/guest-watches.ts";
import type { Operation, OperationOf } from "../contract/operation.ts";
import type { Reporter } from "../observe/observer.ts";
import type { AnyAnswer } from "../operations/answers.ts";
import type { OperationContext, OperationSession } from "../operations/operation-session.ts";
import { getDefinition } from "../operations/table.ts";
import type { ChangeFeed } from "../store/changes/change-feed.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { StoreCore } from "../store/store-core.ts";
import type { Beginning, Transaction } from "../store/transaction/transaction.ts";
import { CallTransaction } from "./call-transaction.ts";
import type { Space } from "./space.ts";

/** The namespaces that an instance may use. */
export interface Spaces<M extends Mode> {
  readonly own: Space<M>;
  /** Shared namespaces with a grant, by name. */
  readonly shared: ReadonlyMap<string, Space<M>>;
}

/** The parts of a host that its sessions share. */
export interface SessionHost<M extends Mode> {
  readonly core: StoreCore<M>;
  readonly cipher: Cipher | undefined;
}

/**
 * The state of one instance: its current transaction, the namespaces that it has entered, and its watches. Performs the
 * operations that the guard has admitted.
 */
export class Session<M extends Mode> implements OperationSession {
  readonly watches = new GuestWatches();
  readonly #spaces: Spaces<M>;
  readonly #host: SessionHost<M>;
  readonly #limits: Limits;
  readonly #reporter: Reporter | undefined;
  /** Namespaces that the guest has entered, innermost last; `undefined` is the component's own. */
  readonly #entered: (string | undefined)[] = [];
  /** The transaction of a call; or, in a host that commits each operation, the guest's outermost transaction. */
  #transaction: CallTransaction | undefined;
  #isOfCall = false;
  /** Origin of the writes. The watches that exclude this origin skip them. */
  #origin: object | undefined;

  constructor(spaces: Spaces<M>, host: SessionHost<M>, limits: Limits, reporter: Reporter | undefined) {
    this.#spaces = spaces;
    this.#host = host;
    this.#limits = limits;
    this.#reporter = reporter;
  }

  /** The shared namespace that the guest has entered; `undefined` for the component's own. */
  get namespace(): string | undefined {
    return this.#entered.at(-1);
  }

  /** Number of transactions that the guest has open. */
  get openTransactions(): number {
    if (this.#transaction === undefined) return 0;
    return this.#transaction.depth + (this.#isOfCall ? 0 : 1);
  }

  /** Begins a call whose writes have the given origin. */
  begin(origin: object | undefined): void {
    this.#origin = origin;
  }

  /** Begins the transaction of a call: the operations that follow work in it. */
  beginTransaction(): CallTransaction {
    this.#transaction = this.#newTransaction();
    this.#isOfCall = true;
    return this.#transaction;
  }

  /** Ends a call: drops the transaction and leaves all entered namespaces. */
  end(): void {
    this.#transaction = undefined;
    this.#isOfCall = false;
    this.#origin = undefined;
    this.#entered.length = 0;
  }

  /**
   * Returns the space of an operation's namespace. The fallback is never used: the guard denies operations on a shared
   * namespace without a grant.
   */
  getSpace({ namespace }: Pick<Operation, "namespace">): Space<M> {
    const { own, shared } = this.#spaces;
    return namespace === undefined ? own : (shared.get(namespace) ?? own);
  }

  /** Performs an operation that was admitted, and returns its answer. */
  perform(operation: Operation): Steps<AnyAnswer> {
    return getDefinition(operation).perform(this, operation);
  }

  inTransaction<Answer>(
    operation: Operation,
    work: (transaction: Transaction, context: OperationContext) => Steps<Answer>,
  ): Steps<Answer> {
    const space = this.getSpace(operation);
    const definition = getDefinition(operation);
    const context = { limits: this.#limits, cursors: space.cursors };
    if (this.#transaction === undefined) {
      const access = definition.isWrite ? "write" : "read";
      const single = { type: operation.type, access, beginning: this.#singleBeginning } as const;
      return space.transact(single, (transaction) => work(transaction, context), this.#reporter);
    }
    this.#transaction.countBytes(definition.bytesToWrite(operation) ?? 0, this.#limits.callBytesMax);
    return work(this.#transaction.inSpace(space), context);
  }

  getFeed(operation: Operation): ChangeFeed {
    return this.getSpace(operation).feed;
  }

  cipherFor(operation: OperationOf<"seal" | "open">): { readonly cipher: Cipher; readonly context: SealContext } {
    const { cipher } = this.#host;
    if (cipher === undefined) throw new Error("the host has no cipher: pass `cipher` to openHost");
    const { keyName, associatedData } = operation;
    return { cipher, context: { namespace: this.getSpace(operation).namespace, keyName, associatedData } };
  }

  beginInner(): void {
    if (this.openTransactions === OPEN_TRANSACTIONS_MAX) {
      const val = `at most ${OPEN_TRANSACTIONS_MAX} transactions may be open at once`;
      throw new StorageError({ tag: "limit-exceeded", val });
    }
    if (this.#transaction === undefined) this.#transaction = this.#newTransaction();
    else this.#transaction.beginInner();
  }

  *commitInner(): Steps<void> {
    const transaction = this.#requireInner();
    if (transaction.depth > 0) return transaction.commitInner();
    this.#transaction = undefined;
    const isCommitted = yield* transaction.commit(this.#host.core.backend, false);
    if (!isCommitted) throw new StorageError({ tag: "conflict" });
    transaction.reportCrossings(this.#reporter);
  }

  rollbackInner(): void {
    const transaction = this.#requireInner();
    if (transaction.depth > 0) transaction.rollbackInner();
    else this.#transaction = undefined;
  }

  enter(namespace: string | undefined): void {
    if (this.#entered.length === ENTERED_NAMESPACES_MAX) {
      const val = `at most ${ENTERED_NAMESPACES_MAX} namespaces may be entered at once`;
      throw new StorageError({ tag: "limit-exceeded", val });
    }
    this.#entered.push(namespace);
  }

  leave(): void {
    if (this.#entered.length === 0)
      throw new StorageError({ tag: "invalid-argument", val: "no namespace is entered; call storage-enter first" });
    this.#entered.pop();
  }

  /** Returns the transaction if the guest has one open. @throws StorageError `invalid-argument` if not */
  #requireInner(): CallTransaction {
    if (this.#transaction !== undefined && this.openTransactions > 0) return this.#transaction;
    throw new StorageError({ tag: "invalid-argument", val: "no transaction is open; call storage-begin first" });
  }

  /** Options for the transaction of a single operation. */
  get #singleBeginning(): Pick<Beginning, "origin" | "room"> {
    return { origin: this.#origin, room: { keysMax: this.#limits.callKeysMax, keysElsewhere: () => 0 } };
  }

  #newTransaction(): CallTransaction {
    return new CallTransaction({ now: this.#spaces.own.now(), origin: this.#origin }, this.#limits.callKeysMax);
  }
}
