import { StorageError } from "@airssys/protocol";
import type { Reporter } from "../observe/observer.ts";
import type { Engine, Steps } from "../store/steps/steps.ts";
import { commitTogether } from "../store/transaction/commit-together.ts";
import type { Beginning, Savepoint, Transaction } from "../store/transaction/transaction.ts";
import type { Space } from "./space.ts";

/** The part of a call's transaction in one namespace. */
interface Part {
  readonly space: Space;
  readonly transaction: Transaction;
  /** Savepoint before the first write. */
  readonly start: Savepoint;
}

/**
 * One transaction over all namespaces that it uses. The guest's nested transactions are savepoints in it. Its time does
 * not advance.
 */
export class CallTransaction {
  readonly #beginning: Beginning;
  readonly #keysMax: number;
  readonly #parts = new Map<Space, Part>();
  readonly #savepoints: ReadonlyMap<Space, Savepoint>[] = [];
  #bytesWritten = 0;

  /** @param keysMax maximum number of keys that it may change, in all namespaces together. */
  constructor(beginning: Beginning, keysMax: number) {
    this.#beginning = beginning;
    this.#keysMax = keysMax;
  }

  /** Returns the transaction of a namespace; begins it at the first use. */
  inSpace(space: Space): Transaction {
    const known = this.#parts.get(space);
    if (known !== undefined) return known.transaction;
    const keysElsewhere = () => this.#keysChanged - transaction.keysChanged;
    const room = { keysMax: this.#keysMax, keysElsewhere };
    const transaction = space.transaction({ ...this.#beginning, room });
    this.#parts.set(space, { space, transaction, start: transaction.savepoint() });
    return transaction;
  }

  /** Tells whether it uses no other namespace than `space`. */
  touchesOnly(space: Space): boolean {
    return this.#parts.size === 0 || (this.#parts.size === 1 && this.#parts.has(space));
  }

  /** Number of open nested transactions of the guest. */
  get depth(): number {
    return this.#savepoints.length;
  }

  /** Begins a nested transaction of the guest. */
  beginInner(): void {
    const savepoints = [...this.#parts].map(([space, { transaction }]) => [space, transaction.savepoint()] as const);
    this.#savepoints.push(new Map(savepoints));
  }

  /** Ends the innermost nested transaction and keeps its writes. */
  commitInner(): void {
    this.#savepoints.pop();
  }

  /** Ends the innermost nested transaction and undoes its writes. */
  rollbackInner(): void {
    const savepoints = this.#savepoints.pop();
    for (const { space, transaction, start } of this.#parts.values()) {
      transaction.rollbackTo(savepoints?.get(space) ?? start);
    }
  }

  /**
   * Counts the bytes of values that are about to be written. Values that are overwritten later count too, because
   * savepoints keep them in memory.
   *
   * @throws StorageError `limit-exceeded` if the call would have written more than `bytesMax`
   */
  countBytes(bytes: number, bytesMax: number): void {
    if (this.#bytesWritten + bytes > bytesMax)
      throw new StorageError({ tag: "limit-exceeded", val: `a call writes at most ${bytesMax} bytes of values` });
    this.#bytesWritten += bytes;
  }

  get #keysChanged(): number {
    let keys = 0;
    for (const { transaction } of this.#parts.values()) keys += transaction.keysChanged;
    return keys;
  }

  /** Reports the soft limits that it has crossed. Call it after the commit. */
  reportCrossings(reporter: Reporter | undefined): void {
    for (const { space, transaction } of this.#parts.values()) space.reportCrossings(transaction, "commit", reporter);
  }

  /**
   * Commits all namespaces or none. Returns `false`, without having written anything, if another commit came first.
   *
   * @param engine the whole backend.
   * @param isGrouped whether to share a sync with other commits, which takes asynchronous steps. Only for a transaction
   * that uses one namespace.
   */
  *commit(engine: Engine, isGrouped: boolean): Steps<boolean> {
    const [first, ...others] = this.#parts.values();
    if (first === undefined) return true;
    if (others.length > 0)
      return yield* commitTogether(
        engine,
        [first, ...others].map(({ space, transaction }) => space.member(transaction)),
      );
    return (yield* first.space.commit(first.transaction, isGrouped)) !== undefined;
  }
}
