/**
 * Semaphore for work of which only so much may be under way at once. They are given in the order in which they were asked
 * for.
 */
export class Semaphore {
  readonly #concurrencyMax: number;
  readonly #waiting = new Set<() => void>();
  #active = 0;

  constructor(concurrencyMax: number) {
    this.#concurrencyMax = concurrencyMax;
  }

  /**
   * Waits for a place.
   *
   * @param signal gives up: the promise then rejects with its reason.
   * @returns gives the place back. It may be called once.
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

  /** The place goes to who has waited longest. */
  #release(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#active--;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}
