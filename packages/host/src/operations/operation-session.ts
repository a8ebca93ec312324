import type { Limits } from "@airssys/protocol";
import type { Cipher, SealContext } from "../cipher/cipher.ts";
import type { Cursors } from "../contract/cursors.ts";
import type { GuestWatches } from "../contract/guest-watches.ts";
import type { Operation, OperationOf } from "../contract/operation.ts";
import type { ChangeFeed } from "../store/changes/change-feed.ts";
import type { Quota } from "../store/format/usage.ts";
import type { Steps } from "../store/steps/steps.ts";
import type { Transaction } from "../store/transaction/transaction.ts";

/** What an operation needs of its namespace beside the transaction. */
export interface OperationContext {
  readonly limits: Limits;
  readonly quota: Quota;
  readonly cursors: Cursors;
}

/** What operations work with: what the instance has open, and the namespaces that it may use. */
export interface OperationSession {
  readonly watches: GuestWatches;
  /** Works in the transaction of the call, or in one of the operation's own. */
  inTransaction<Answer>(
    operation: Operation,
    work: (transaction: Transaction, context: OperationContext) => Steps<Answer>,
  ): Steps<Answer>;
  /** The commits to the namespace that an operation is for. */
  feedOf(operation: Operation): ChangeFeed;
  /** The host's cipher, and where bytes that it seals for an operation belong. */
  cipherFor(operation: OperationOf<"seal" | "open">): { readonly cipher: Cipher; readonly context: SealContext };
  /** @throws StorageError `limit-exceeded` */
  beginInner(): void;
  /** @throws StorageError `invalid-argument` if the guest has none open, `conflict` */
  commitInner(): Steps<void>;
  /** @throws StorageError `invalid-argument` if the guest has none open */
  rollbackInner(): void;
  /** @throws StorageError `limit-exceeded` */
  enter(namespace: string | undefined): void;
  /** @throws StorageError `invalid-argument` if none is entered */
  leave(): void;
}

/** How an operation is done that works in a transaction of one namespace. */
export function inTransaction<O extends Operation, Answer>(
  work: (transaction: Transaction, operation: O, context: OperationContext) => Steps<Answer>,
): (session: OperationSession, operation: O) => Steps<Answer> {
  return (session, operation) =>
    session.inTransaction(operation, (transaction, context) => work(transaction, operation, context));
}

/** How an operation is done that takes no steps. */
export function atOnce<O extends Operation, Answer>(
  act: (session: OperationSession, operation: O) => Answer,
): (session: OperationSession, operation: O) => Steps<Answer> {
  // biome-ignore lint/correctness/useYield: steps of which none asks the backend
  return function* (session, operation) {
    return act(session, operation);
  };
}
