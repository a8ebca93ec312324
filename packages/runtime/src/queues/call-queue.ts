import { CallError } from "../errors/call-error.ts";
import { performance } from "../time/platform-time.ts";

/** Runs the calls of one instance one after the other, in the order in which they were made. */
export class CallQueue {
  readonly #id: string;
  readonly #waitingMax: number;
  #last: Promise<unknown> = Promise.resolve();
  #unfinished = 0;
  #isClosed = false;
  /** The instant from which none begins any more. */
  #endsAt = Number.POSITIVE_INFINITY;

  /** @param id the component's, for errors. */
  constructor(id: string, waitingMax: number) {
    this.#id = id;
    this.#waitingMax = waitingMax;
  }

  /** @throws CallError `stopped`, `overloaded`; and what the work throws */
  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#unfinished > this.#waitingMax && !this.#isClosed) return Promise.reject(this.#overloaded());
    this.#unfinished++;
    const call = this.runBesides(work);
    call.then(this.#finish, this.#finish);
    return call;
  }

  /**
   * Runs what is no call of the program's in the same order, and counts it to none that wait.
   *
   * @throws CallError `stopped`; and what the work throws
   */
  runBesides<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) return Promise.reject(this.stopped());
    const call = this.#last.then(() => {
      this.requireTime();
      return work();
    });
    this.#last = call.catch(() => {}); // the caller hears of a failure; the next call runs all the same
    return call;
  }

  /** @throws CallError `stopped` if no call may begin any more */
  requireTime(): void {
    if (this.#isClosed && performance.now() >= this.#endsAt) throw this.stopped();
  }

  /** Refuses new calls. Those that were made begin, unless it is later than so many milliseconds from now. */
  close(graceMs: number): void {
    this.#isClosed = true;
    // A clock and not a timer: calls in this thread follow each other without leaving any to the event loop.
    this.#endsAt = Math.min(this.#endsAt, performance.now() + graceMs);
  }

  /** Resolves once every call that was made has ended. */
  async ended(): Promise<void> {
    await this.#last;
  }

  /** What a call is told that does not begin any more. */
  stopped(): CallError {
    return new CallError("stopped", `the component ${this.#id} is stopped`);
  }

  readonly #finish = (): void => {
    this.#unfinished--;
  };

  #overloaded(): CallError {
    const waiting = `${this.#waitingMax} calls of ${this.#id} wait already`;
    return new CallError("overloaded", `${waiting}, and no more may: wait for some of them to end`);
  }
}
