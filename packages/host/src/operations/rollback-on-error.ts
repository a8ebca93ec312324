import type { Steps } from "../store/steps/steps.ts";
import type { Transaction } from "../store/transaction/transaction.ts";

/** Runs work that writes several times. If it throws, undoes what it has written, and throws the error again. */
export function* rollbackOnError<T>(transaction: Transaction, work: () => Steps<T>): Steps<T> {
  const before = transaction.savepoint();
  try {
    return yield* work();
  } catch (error) {
    transaction.rollbackTo(before);
    throw error;
  }
}
