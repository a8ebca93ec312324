import type { Steps } from "../store/steps/steps.ts";
import type { Transaction } from "../store/transaction/transaction.ts";

/** Does work that writes several times, all of it or nothing: if it fails, what it has written is undone. */
export function* undoing<T>(transaction: Transaction, work: () => Steps<T>): Steps<T> {
  const before = transaction.savepoint();
  try {
    return yield* work();
  } catch (error) {
    transaction.rollbackTo(before);
    throw error;
  }
}
