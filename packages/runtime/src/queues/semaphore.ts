/** Limits how many pieces of work run at the same time. Grants follow the order of the requests. */
export class Semaphore {
  readonly #concurrencyMax: number;
  readonly #waiting = new Set<() => void>();
  #active = 0;

  constructor(concurrencyMax: number) {
    this.#concurrencyMax = concurrencyMax;
  }

  /**
   * Waits until the work may begin.
   *
   * @param signal gives up waiting: the promise then rejects with its reason.
   * @returns the function that ends the work. Call it exactly once.
   */
  async acquire(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#active < this.#concurrencyMax) this.#active++;
    else await this.#wait(signal);
    return () => this.#release();
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.delete(begin);
        reject(signal.reason);
      };
      const begin = () => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      this.#waiting.add(begin);
      signal.addEventListener("abort", giveUp);
    });
  }

  /** Passes the grant to the longest waiter. */
  #release(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#active--;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}
