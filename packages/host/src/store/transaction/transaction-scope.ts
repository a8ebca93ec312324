import type { Answer, Mode } from "@airssys/backend";
import { isThenable } from "@airssys/protocol";
import { drive } from "../steps/drive.ts";
import { answered, type Steps } from "../steps/steps.ts";
import type { Turn } from "../steps/turns.ts";

/**
 * The span in which the work of an embedder may use its transaction. Over an asynchronous engine operations that are
 * asked for together happen one after the other, since each starts from what the one before it has left behind; and
 * none happens after the end, where it would go unnoticed into a transaction that is committed already.
 */
export class TransactionScope<M extends Mode> {
  readonly #mode: M;
  readonly #turn: Turn | undefined;
  /** The last operation, until it is done. Never rejects. */
  #underway: Promise<void> | undefined;
  /** Number of operations that are not answered. */
  #unanswered = 0;
  #isOver = false;

  /**
   * @param mode how the engine answers.
   * @param turn ends early while the work waits for something else than its operations.
   */
  constructor(mode: M, turn?: Turn) {
    this.#mode = mode;
    this.#turn = turn;
  }

  /** Does an operation of the transaction. @throws TypeError after the end */
  run<T>(operation: () => Steps<T>): Answer<M, T> {
    const begin = () => drive(this.#mode, this.#insideOf(operation));
    const answer = this.#underway === undefined ? begin() : this.#underway.then(begin);
    if (isThenable(answer)) this.#waitFor(answer);
    return answer as Answer<M, T>; // a promise is what an asynchronous engine answers
  }

  /**
   * Does something that takes no time after every operation that was asked for before: now, if none is under way.
   * @throws TypeError after the end
   */
  afterwards(act: () => void): void {
    this.#require();
    if (this.#underway === undefined) act();
    else this.#queue(this.#underway.then(act));
  }

  /**
   * Runs work and ends with it. @throws TypeError if the work returned before an operation that it asked for was
   * answered
   */
  *around<T>(work: () => Answer<M, T>): Steps<T> {
    try {
      this.#turn?.endIf(this.#isIdle);
      const result = yield* answered<T>(work());
      const isLate = this.#unanswered > 0;
      while (this.#underway !== undefined) yield* answered(this.#underway);
      if (isLate) throw new TypeError("the work of a transaction must wait for each operation that it asks for");
      return result;
    } finally {
      this.#isOver = true;
    }
  }

  readonly #isIdle = (): boolean => this.#unanswered === 0 && !this.#isOver;

  *#insideOf<T>(operation: () => Steps<T>): Steps<T> {
    this.#require();
    return yield* operation();
  }

  #require(): void {
    if (this.#isOver)
      throw new TypeError("the transaction is over; use it only inside of the work that it was given to");
  }

  #waitFor(answer: Promise<unknown>): void {
    this.#unanswered++;
    const answered = () => {
      this.#unanswered--;
      this.#turn?.endIf(this.#isIdle);
    };
    this.#queue(answer.then(answered, answered));
  }

  #queue(underway: Promise<void>): void {
    this.#underway = underway;
    void underway.then(() => {
      if (this.#underway === underway) this.#underway = undefined;
    });
  }
}
