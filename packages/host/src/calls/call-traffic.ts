/** How many calls of a host's components are under way or wait for their turn. */
export class CallTraffic {
  #calls = 0;

  /** Whether there is more than one: a commit then finds others to share a sync with. */
  get isBusy(): boolean {
    return this.#calls > 1;
  }

  async during<T>(call: () => Promise<T>): Promise<T> {
    this.#calls++;
    try {
      return await call();
    } finally {
      this.#calls--;
    }
  }
}
