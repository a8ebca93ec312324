/** A transaction inside of the call. What was read or noted while it was open is no longer so once it is undone. */
export interface OpenTransaction {
  /** Whether what it did was undone, by its own end or by that of one that it is part of. */
  readonly isUndone: boolean;
}

// State of the module, and not of a storage: a component does one call at a time, and the transactions of all its
// storages nest in one order.
let innermost: Transaction | undefined;

class Transaction implements OpenTransaction {
  readonly #outer = innermost;
  #isUndone = false;

  get isUndone(): boolean {
    return this.#isUndone || (this.#outer?.isUndone ?? false);
  }

  undo(): void {
    this.#isUndone = true;
  }

  leave(): void {
    innermost = this.#outer;
  }
}

/**
 * The innermost transaction that is open, or `undefined` outside of any. Who keeps what it has read or written, such as
 * a walk that reads ahead, keeps this with it and looks later whether it was undone.
 *
 * @example
 * ```ts
 * let seen: OpenTransaction | undefined;
 * try {
 *   storage.transaction(() => {
 *     seen = openTransaction();
 *     throw new Error("no");
 *   });
 * } catch {}
 * seen?.isUndone; // true
 * ```
 */
export function openTransaction(): OpenTransaction | undefined {
  return innermost;
}

/**
 * Does some work, from the first of a transaction to its commit, as the innermost one. It counts as undone if any of it
 * throws.
 */
export function asTransaction<T>(work: () => T): T {
  const transaction = new Transaction();
  innermost = transaction;
  try {
    return work();
  } catch (error) {
    transaction.undo();
    throw error;
  } finally {
    transaction.leave();
  }
}
