import type { Limits } from "@airssys/protocol";
import type { Cipher, SealContext } from "../cipher/cipher.ts";
import type { Cursors } from "../contract/cursors.ts";
import type { GuestWatches } from "../contract/guest-watches.ts";
import type { Operation, OperationOf } from "../contract/operation.ts";
import type { ChangeFeed } from "../store/changes/change-feed.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { Transaction } from "../store/transaction/transaction.ts";

/** The context of an operation, beside the transaction. */
export interface OperationContext {
  readonly limits: Limits;
  readonly cursors: Cursors;
}

/** The state of an instance that operations work with: its transactions, watches and entered namespaces. */
export interface OperationSession {
  readonly watches: GuestWatches;
  /** Runs `work` in the transaction of the call, or, outside of one, in a transaction of its own. */
  inTransaction<Answer>(
    operation: Operation,
    work: (transaction: Transaction, context: OperationContext) => Steps<Answer>,
  ): Steps<Answer>;
  /** Returns the change feed of the operation's namespace. */
  getFeed(operation: Operation): ChangeFeed;
  /** Returns the host's cipher, and the context for sealing in the operation's namespace. */
  cipherFor(operation: OperationOf<"seal" | "open">): { readonly cipher: Cipher; readonly context: SealContext };
  /** Begins a transaction of the guest, inside of any that is open. @throws StorageError `limit-exceeded` */
  beginInner(): void;
  /**
   * Ends the guest's innermost transaction and keeps its writes.
   *
   * @throws StorageError `invalid-argument` if no transaction of the guest is open, `conflict`
   */
  commitInner(): Steps<void>;
  /**
   * Ends the guest's innermost transaction and undoes its writes.
   *
   * @throws StorageError `invalid-argument` if no transaction of the guest is open
   */
  rollbackInner(): void;
  /** Enters a namespace; `undefined` is the component's own. @throws StorageError `limit-exceeded` */
  enter(namespace: string | undefined): void;
  /** Leaves the namespace entered last. @throws StorageError `invalid-argument` if none is entered */
  leave(): void;
}

/** Builds the `perform` of an operation that works in a transaction of one namespace. */
export function inTransaction<O extends Operation, Answer>(
  work: (transaction: Transaction, operation: O, context: OperationContext) => Steps<Answer>,
): (session: OperationSession, operation: O) => Steps<Answer> {
  return (session, operation) =>
    session.inTransaction(operation, (transaction, context) => work(transaction, operation, context));
}

/** Builds the `perform` of an operation that makes no requests to the backend. */
export function atOnce<O extends Operation, Answer>(
  act: (session: OperationSession, operation: O) => Answer,
): (session: OperationSession, operation: O) => Steps<Answer> {
  // biome-ignore lint/correctness/useYield: a generator by type, but it makes no request to the backend
  return function* (session, operation) {
    return act(session, operation);
  };
}
