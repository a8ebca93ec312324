import { CallError } from "../errors/call-error.ts";
import { performance } from "../time/platform-time.ts";

/** Runs the calls of one instance one at a time, in the order in which they were made. */
export class CallQueue {
  readonly #id: string;
  readonly #waitingMax: number;
  #last: Promise<unknown> = Promise.resolve();
  #unfinished = 0;
  #isClosed = false;
  /** Calls that have not begun by this instant are refused. */
  #endsAt = Number.POSITIVE_INFINITY;

  /**
   * @param id of the component, for error messages.
   * @param waitingMax most calls that may wait behind the one at work.
   */
  constructor(id: string, waitingMax: number) {
    this.#id = id;
    this.#waitingMax = waitingMax;
  }

  /**
   * Runs a call after those before it.
   *
   * @throws CallError `stopped`, `overloaded`; and whatever the work throws
   */
  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#unfinished > this.#waitingMax && !this.#isClosed) return Promise.reject(this.#overloaded());
    this.#unfinished++;
    const call = this.runUncounted(work);
    call.then(this.#finish, this.#finish);
    return call;
  }

  /**
   * Runs internal work in the same order as calls, without counting it against the limit of waiting calls.
   *
   * @throws CallError `stopped`; and whatever the work throws
   */
  runUncounted<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) return Promise.reject(this.stopped());
    const call = this.#last.then(() => {
      this.requireOpen();
      return work();
    });
    this.#last = call.catch(() => {}); // the caller handles the failure; the next call runs anyway
    return call;
  }

  /**
   * Checks that a call may still begin.
   *
   * @throws CallError `stopped`
   */
  requireOpen(): void {
    if (this.#isClosed && performance.now() >= this.#endsAt) throw this.stopped();
  }

  /** Refuses new calls. Calls already queued may begin within `graceMs` milliseconds; later ones fail. */
  close(graceMs: number): void {
    this.#isClosed = true;
    // Compare the clock instead of setting a timer: calls in this thread can follow each other without a turn of the
    // event loop.
    this.#endsAt = Math.min(this.#endsAt, performance.now() + graceMs);
  }

  /** Resolves once every call that was made has ended. */
  async ended(): Promise<void> {
    await this.#last;
  }

  /** Makes the error for a call that may not begin any more. */
  stopped(): CallError {
    return new CallError("stopped", `the component ${this.#id} is stopped`);
  }

  readonly #finish = (): void => {
    this.#unfinished--;
  };

  #overloaded(): CallError {
    const waiting = `${this.#waitingMax} calls of ${this.#id} are already waiting`;
    return new CallError("overloaded", `${waiting}, which is the most allowed: wait for some of them to end`);
  }
}
