import type { Mode } from "@airssys/backend";
import { type Limits, StorageError } from "@airssys/protocol";
import type { Cipher, SealContext } from "../cipher/cipher.ts";
import { ENTERED_NAMESPACES_MAX, OPEN_TRANSACTIONS_MAX } from "../contract/guest-limits.ts";
import { GuestWatches } from "../contract/guest-watches.ts";
import type { Operation, OperationOf } from "../contract/operation.ts";
import type { Reporter } from "../observe/observer.ts";
import type { AnyAnswer } from "../operations/answers.ts";
import type { OperationContext, OperationSession } from "../operations/operation-session.ts";
import { definitionOf } from "../operations/table.ts";
import type { ChangeFeed } from "../store/changes/change-feed.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { StoreCore } from "../store/store-core.ts";
import type { Beginning, Transaction } from "../store/transaction/transaction.ts";
import { CallTransaction } from "./call-transaction.ts";
import type { Space } from "./space.ts";

/** The namespaces that an instance works in. */
export interface Spaces<M extends Mode> {
  readonly own: Space<M>;
  /** Those that are granted, by name. */
  readonly shared: ReadonlyMap<string, Space<M>>;
}

/** What the sessions of a host have in common. */
export interface SessionHost<M extends Mode> {
  readonly core: StoreCore<M>;
  readonly cipher: Cipher | undefined;
}

/**
 * What one instance has open: the transaction that it works in, the namespaces that it has entered, and its watches. It
 * does the operations that the guard has admitted.
 */
export class Session<M extends Mode> implements OperationSession {
  readonly watches = new GuestWatches();
  readonly #spaces: Spaces<M>;
  readonly #host: SessionHost<M>;
  readonly #limits: Limits;
  readonly #reporter: Reporter | undefined;
  /** `undefined`: the component's own namespace. */
  readonly #entered: (string | undefined)[] = [];
  /** Of a call, or begun by the guest where each operation is committed by itself. */
  #transaction: CallTransaction | undefined;
  #isOfCall = false;
  /** Who writes, for watches that are not to hear of it. */
  #origin: object | undefined;

  constructor(spaces: Spaces<M>, host: SessionHost<M>, limits: Limits, reporter: Reporter | undefined) {
    this.#spaces = spaces;
    this.#host = host;
    this.#limits = limits;
    this.#reporter = reporter;
  }

  /** The shared namespace that operations are for now; `undefined`: the component's own. */
  get namespace(): string | undefined {
    return this.#entered.at(-1);
  }

  /** Number of transactions that the guest has open. */
  get openTransactions(): number {
    if (this.#transaction === undefined) return 0;
    return this.#transaction.depth + (this.#isOfCall ? 0 : 1);
  }

  /** A call begins. */
  begin(origin: object | undefined): void {
    this.#origin = origin;
  }

  /** Lets the operations that follow work in one transaction. */
  beginTransaction(): CallTransaction {
    this.#transaction = this.#newTransaction();
    this.#isOfCall = true;
    return this.#transaction;
  }

  /** Forgets the transaction and returns to the component's own namespace. */
  end(): void {
    this.#transaction = undefined;
    this.#isOfCall = false;
    this.#origin = undefined;
    this.#entered.length = 0;
  }

  /**
   * The space that an operation is for. Without a grant there is none, and the guard denies before anything is done.
   */
  spaceOf({ namespace }: Pick<Operation, "namespace">): Space<M> {
    const { own, shared } = this.#spaces;
    return namespace === undefined ? own : (shared.get(namespace) ?? own);
  }

  /** Does an operation that was admitted, and answers what its function answers. */
  perform(operation: Operation): Steps<AnyAnswer> {
    return definitionOf(operation).perform(this, operation);
  }

  inTransaction<Answer>(
    operation: Operation,
    work: (transaction: Transaction, context: OperationContext) => Steps<Answer>,
  ): Steps<Answer> {
    const space = this.spaceOf(operation);
    const definition = definitionOf(operation);
    const context = { limits: this.#limits, quota: space.quota, cursors: space.cursors };
    if (this.#transaction === undefined) {
      const access = definition.isWrite ? "write" : "read";
      const single = { type: operation.type, access, beginning: this.#singleBeginning } as const;
      return space.transact(single, (transaction) => work(transaction, context), this.#reporter);
    }
    this.#transaction.spend(definition.bytesToWrite(operation) ?? 0, this.#limits.callBytesMax);
    return work(this.#transaction.in(space), context);
  }

  feedOf(operation: Operation): ChangeFeed {
    return this.spaceOf(operation).feed;
  }

  cipherFor(operation: OperationOf<"seal" | "open">): { readonly cipher: Cipher; readonly context: SealContext } {
    const { cipher } = this.#host;
    if (cipher === undefined) throw new Error("an operation of the cipher came to a host without one");
    const { keyName, associatedData } = operation;
    return { cipher, context: { namespace: this.spaceOf(operation).namespace, keyName, associatedData } };
  }

  beginInner(): void {
    if (this.openTransactions === OPEN_TRANSACTIONS_MAX) {
      const val = `at most ${OPEN_TRANSACTIONS_MAX} transactions may be open at once`;
      throw new StorageError({ tag: "limit-exceeded", val });
    }
    if (this.#transaction === undefined) this.#transaction = this.#newTransaction();
    else this.#transaction.begin();
  }

  *commitInner(): Steps<void> {
    const transaction = this.#requireInner();
    if (transaction.depth > 0) return transaction.end();
    this.#transaction = undefined;
    const isCommitted = yield* transaction.commit(this.#host.core.engine, false);
    if (!isCommitted) throw new StorageError({ tag: "conflict" });
    transaction.reportCrossings(this.#reporter);
  }

  rollbackInner(): void {
    const transaction = this.#requireInner();
    if (transaction.depth > 0) transaction.undo();
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
      throw new StorageError({ tag: "invalid-argument", val: "no namespace is entered; storage-enter enters one" });
    this.#entered.pop();
  }

  /** The transaction in which the guest's last one is open. @throws StorageError `invalid-argument` if none is */
  #requireInner(): CallTransaction {
    if (this.#transaction !== undefined && this.openTransactions > 0) return this.#transaction;
    throw new StorageError({ tag: "invalid-argument", val: "no transaction is open; storage-begin begins one" });
  }

  /** How an operation begins that is a transaction of its own. */
  get #singleBeginning(): Pick<Beginning, "origin" | "room"> {
    return { origin: this.#origin, room: { keysMax: this.#limits.callKeysMax, keysElsewhere: () => 0 } };
  }

  #newTransaction(): CallTransaction {
    return new CallTransaction({ now: this.#spaces.own.now(), origin: this.#origin }, this.#limits.callKeysMax);
  }
}
