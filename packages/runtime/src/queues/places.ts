/**
 * Places for work of which only so much may be under way at once. They are given in the order in which they were asked
 * for.
 */
export class Places {
  readonly #atOnceMax: number;
  readonly #waiting = new Set<() => void>();
  #underWay = 0;

  constructor(atOnceMax: number) {
    this.#atOnceMax = atOnceMax;
  }

  /**
   * Waits for a place.
   *
   * @param signal gives up: the promise then rejects with its reason.
   * @returns gives the place back. It may be called once.
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#underWay < this.#atOnceMax) this.#underWay++;
    else await this.#place(signal);
    return () => this.#leave();
  }

  #place(signal: AbortSignal): Promise<void> {
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
  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#underWay--;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}
