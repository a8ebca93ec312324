import { StorageError } from "@airssys/protocol";
import type { Reporter } from "../observe/observer.ts";
import type { Engine, Steps } from "../store/steps/steps.ts";
import { commitTogether } from "../store/transaction/commit-together.ts";
import type { Beginning, Savepoint, Transaction } from "../store/transaction/transaction.ts";
import type { Space } from "./space.ts";

/** What is read and written in one namespace. */
interface Part {
  readonly space: Space;
  readonly transaction: Transaction;
  /** Before anything was written. */
  readonly beginning: Savepoint;
}

/**
 * One transaction over every namespace that is used in it, with transactions of the guest's inside of it as savepoints.
 * For all of it the clock stands still.
 */
export class CallTransaction {
  readonly #beginning: Beginning;
  readonly #keysMax: number;
  readonly #parts = new Map<Space, Part>();
  readonly #savepoints: ReadonlyMap<Space, Savepoint>[] = [];
  #bytesWritten = 0;

  /** @param keysMax most keys that it may change in all namespaces together. */
  constructor(beginning: Beginning, keysMax: number) {
    this.#beginning = beginning;
    this.#keysMax = keysMax;
  }

  /** The part that a namespace has in it. */
  in(space: Space): Transaction {
    const known = this.#parts.get(space);
    if (known !== undefined) return known.transaction;
    const keysElsewhere = () => this.#keysChanged - transaction.keysChanged;
    const room = { keysMax: this.#keysMax, keysElsewhere };
    const transaction = space.transaction({ ...this.#beginning, room });
    this.#parts.set(space, { space, transaction, beginning: transaction.savepoint() });
    return transaction;
  }

  /** Whether it is about one namespace at most, and which that would be. */
  isAbout(space: Space): boolean {
    return this.#parts.size === 0 || (this.#parts.size === 1 && this.#parts.has(space));
  }

  /** Number of the guest's transactions that are open. */
  get depth(): number {
    return this.#savepoints.length;
  }

  /** Begins a transaction of the guest's. */
  begin(): void {
    const savepoints = [...this.#parts].map(([space, { transaction }]) => [space, transaction.savepoint()] as const);
    this.#savepoints.push(new Map(savepoints));
  }

  /** Ends the guest's last transaction and keeps what it wrote. */
  end(): void {
    this.#savepoints.pop();
  }

  /** Ends the guest's last transaction and undoes what it wrote. */
  undo(): void {
    const savepoints = this.#savepoints.pop();
    for (const { space, transaction, beginning } of this.#parts.values()) {
      transaction.rollbackTo(savepoints?.get(space) ?? beginning);
    }
  }

  /**
   * Counts bytes that are about to be written, whether they replace each other or not: savepoints hold what was
   * replaced.
   *
   * @throws StorageError `limit-exceeded`
   */
  spend(bytes: number, bytesMax: number): void {
    if (this.#bytesWritten + bytes > bytesMax)
      throw new StorageError({ tag: "limit-exceeded", val: `a call writes at most ${bytesMax} bytes of values` });
    this.#bytesWritten += bytes;
  }

  get #keysChanged(): number {
    let keys = 0;
    for (const { transaction } of this.#parts.values()) keys += transaction.keysChanged;
    return keys;
  }

  /** Says which soft limits it has crossed, now that it is committed. */
  reportCrossings(reporter: Reporter | undefined): void {
    for (const { space, transaction } of this.#parts.values()) space.reportCrossings(transaction, "commit", reporter);
  }

  /**
   * Commits everything or nothing. Answers `false`, having written nothing, if another commit won.
   *
   * @param engine the whole backend.
   * @param isGrouped whether to share a sync with others, which takes steps that may wait. Only for what is about one
   * namespace.
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
