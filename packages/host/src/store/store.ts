import type { Answer, Mode } from "@airssys/backend";
import type { Limits } from "@airssys/protocol";
import type { Watch, WatchOptions } from "./changes/watch.ts";
import { checkedKey, requireKnownNames, requirePrefix } from "./format/key-check.ts";
import { requireWholeNumber } from "./format/whole-number.ts";
import { answered, type Steps } from "./steps/steps.ts";
import type { Turn } from "./steps/turns.ts";
import { type StoreOperations, storeOperations } from "./store-operations.ts";
import { SWEPT_PER_STEP, type Swept, sweep } from "./sweep.ts";
import type { Savepoint, Transaction } from "./transaction/transaction.ts";
import { TransactionScope } from "./transaction/transaction-scope.ts";
import type { Transactor } from "./transaction/transactor.ts";
import { untilWon } from "./transaction/until-won.ts";
import { type Verification, verify } from "./verify.ts";

/**
 * A transaction in the hands of an embedder: the operations of a store, none of which anybody else sees before the
 * commit.
 */
export interface StoreTransaction<M extends Mode> extends StoreOperations<M> {
  /**
   * Requires that a key has a version, as `getEntry` told it, or is absent (`undefined`). What this transaction has set
   * itself has the version that its commit will have, the same for all of it.
   *
   * @throws StorageError `conflict`
   */
  check(key: string, version: number | undefined): Answer<M, void>;
  /** Marks a place to return to: after every operation that was asked for before. */
  savepoint(): StoreSavepoint<M>;
}

/** A place in a transaction. */
export interface StoreSavepoint<M extends Mode> {
  /** Undoes every write since. The savepoint stays good for another time. */
  rollback(): Answer<M, void>;
}

/** How a transaction is run. */
export interface TransactionSettings {
  /**
   * How often it is tried when another commit wins, a whole number from 1. Default 1: the first loss is a `conflict`.
   */
  readonly attempts?: number;
}

/**
 * The host's side of one namespace, for embedders. Each operation is a transaction of its own, durable when it answers;
 * one that loses against another commit is tried again.
 */
export interface Store<M extends Mode = Mode> extends StoreOperations<M> {
  readonly namespace: string;
  /**
   * Runs work as one transaction: it commits whole when the work returns, and not at all when it throws. The work uses
   * the transaction that it is given, and that until it returns; over an asynchronous engine it is an `async` function
   * that waits for each of its operations.
   *
   * @returns what the work returns, once the commit is durable.
   * @throws StorageError `conflict` if another commit won each time; whatever the work throws; TypeError if the work
   * returns a promise over an embedded engine, or leaves an operation behind over the others; RangeError if the
   * settings are off.
   */
  transaction<T>(
    work: (transaction: StoreTransaction<M>) => Answer<M, T>,
    settings?: TransactionSettings,
  ): Answer<M, T>;
  /**
   * The number of the newest commit. Before the first it is 0, or the newest one that any namespace had when it was
   * removed: versions are never given twice.
   */
  version(): Answer<M, number>;
  /**
   * Removes entries that have expired, at most so many, in one commit. Answers how many. @throws StorageError
   * `conflict`
   */
  sweep(countMax?: number): Answer<M, number>;
  /**
   * The changes of keys that begin with a prefix, as they are committed by this process.
   *
   * @throws StorageError `invalid-key` for a prefix that no key could have; RangeError or TypeError if the options are
   * off.
   *
   * @example
   * ```ts
   * for await (const event of store.watch("users/")) {
   *   if (event.type === "overflow") console.log(`missed ${event.missed} changes`);
   *   else console.log(event.key, event.cause, event.version);
   * }
   * ```
   */
  watch(prefix?: string, options?: WatchOptions): Watch;
  /**
   * Recounts everything and compares it with what is recorded. @throws StorageError `conflict` if commits kept coming
   * between
   */
  verify(): Answer<M, Verification>;
}

/** A store over a namespace's transactions. */
export function createStore<M extends Mode>(namespace: string, transactor: Transactor<M>, limits: Limits): Store<M> {
  return {
    namespace,
    ...storeOperations((access, work) => transactor.run(access, work), limits),
    get: (key) => transactor.read(key, limits),
    transaction: (work, { attempts = 1 } = {}) => {
      requireWholeNumber("attempts", attempts);
      const inside = (transaction: Transaction, turn: Turn | undefined) => {
        const scope = new TransactionScope(transactor.mode, turn);
        return scope.around(() => work(storeTransaction(scope, transaction, limits)));
      };
      return transactor.run("write", inside, attempts);
    },
    version: () => transactor.drive(transactor.transaction("read").version()),
    sweep: (countMax = SWEPT_PER_STEP) => {
      requireWholeNumber("countMax", countMax);
      const { engine, memory, feed } = transactor;
      return transactor.drive(sweptKeys(untilWon(() => sweep(engine, memory, countMax, feed))));
    },
    watch(prefix = "", options = {}) {
      requirePrefix(prefix, limits);
      requireKnownNames("options", options, ["changesMax"]);
      return transactor.feed.watch(prefix, options);
    },
    verify: () => transactor.drive(untilWon(() => verify(transactor.engine))),
  };
}

function storeTransaction<M extends Mode>(
  scope: TransactionScope<M>,
  transaction: Transaction,
  limits: Limits,
): StoreTransaction<M> {
  return {
    ...storeOperations((_access, work) => scope.run(() => work(transaction)), limits),
    check: (key, version) => scope.run(() => check(transaction, key, version, limits)),
    savepoint() {
      let savepoint: Savepoint | undefined;
      scope.afterwards(() => {
        savepoint = transaction.savepoint();
      });
      // What is asked for later comes later.
      return { rollback: () => scope.run(() => answered(transaction.rollbackTo(savepoint as Savepoint))) };
    },
  };
}

function* sweptKeys(sweeping: Steps<Swept>): Steps<number> {
  return (yield* sweeping).keys;
}

function* check(transaction: Transaction, key: string, version: number | undefined, limits: Limits): Steps<void> {
  yield* transaction.check(checkedKey(key, limits), version);
}
