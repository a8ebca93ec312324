import type { Answer, Bytes, Mode } from "@airssys/backend";
import { type Limits, StorageError } from "@airssys/protocol";
import type { ChangeFeed } from "../changes/change-feed.ts";
import type { NamespaceMemory } from "../read/namespace-memory.ts";
import { readLive } from "../read/read-live.ts";
import { drive } from "../steps/drive.ts";
import type { Engine, Steps } from "../steps/steps.ts";
import type { Turn, Turns } from "../steps/turns.ts";
import { type Access, type Beginning, Transaction, type TransactionPolicy } from "./transaction.ts";

/** How often a single operation that lost against another commit is tried before it is a `conflict`. */
export const ATTEMPTS_MAX = 32;

/** How work is tried. */
interface Trying extends Pick<Beginning, "origin" | "room"> {
  readonly attempts?: number | undefined;
}

/** Runs transactions over one namespace, under its quota. */
export class Transactor<M extends Mode = Mode> {
  /** How it answers. */
  readonly mode: M;
  readonly #turns: Turns | undefined;
  readonly #policy: TransactionPolicy;

  /**
   * @param turns lets writers go one after the other, where commits take their time: of two at once only one could win.
   */
  constructor(mode: M, policy: TransactionPolicy, turns?: Turns) {
    this.mode = mode;
    this.#turns = turns;
    this.#policy = policy;
  }

  /** Where the namespace is stored. */
  get engine(): Engine {
    return this.#policy.engine;
  }

  get memory(): NamespaceMemory {
    return this.#policy.memory;
  }

  get feed(): ChangeFeed {
    return this.#policy.feed;
  }

  /** The time of the day, as the namespace goes by it. */
  now(): number {
    return this.#policy.memory.now();
  }

  /** A new transaction, which reads nothing until it is used. */
  transaction(access: Access = "write", beginning?: Beginning): Transaction {
    return new Transaction(this.#policy, access, beginning);
  }

  /** Does work when it is this one's turn to write, where writers go one after the other. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns === undefined ? work() : this.#turns.take(work);
  }

  /** Runs work as {@link Transactor.transact} does: to its end, durably. */
  run<T>(
    access: Access,
    work: (transaction: Transaction, turn: Turn | undefined) => Steps<T>,
    attempts?: number,
  ): Answer<M, T> {
    if (access === "read") return this.drive(this.transact("read", (transaction) => work(transaction, undefined)));
    return this.#withTurn((turn) =>
      this.drive(this.transact(access, (transaction) => work(transaction, turn), { attempts })),
    );
  }

  /** The value of a key, outside of any transaction. */
  read(key: string, limits: Limits): Answer<M, Bytes | undefined> {
    return this.drive(readLive(this.engine, this.#policy.memory, key, limits));
  }

  /** Runs steps, for instance those of a transaction. */
  drive<T>(steps: Steps<T>): Answer<M, T> {
    return drive(this.mode, steps);
  }

  /**
   * Runs work as a transaction of its own and commits it, trying again when another commit won. One that only reads is
   * tried again, too, unless all that it read was there at one instant.
   *
   * @throws StorageError `conflict` if it lost every time; whatever `work` throws, and then nothing is written.
   */
  *transact<T>(
    access: Access,
    work: (transaction: Transaction) => Steps<T>,
    { attempts = ATTEMPTS_MAX, ...beginning }: Trying = {},
  ): Steps<T> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const transaction = this.transaction(access, beginning);
      const result = yield* work(transaction);
      if ((yield* transaction.commit()) !== undefined) return result;
    }
    throw new StorageError({ tag: "conflict" });
  }

  #withTurn<T>(work: (turn: Turn | undefined) => Answer<M, T>): Answer<M, T> {
    if (this.#turns === undefined) return work(undefined);
    // Only asynchronous transactors take turns.
    return this.#turns.take(work as (turn: Turn) => Promise<T>) as Answer<M, T>;
  }
}
