/** Counts the calls of components that run or wait for their turn. */
export class ActiveCalls {
  #calls = 0;

  /** Whether there is a call. */
  get hasAny(): boolean {
    return this.#calls > 0;
  }

  /** Whether there is more than one call, so that a commit may share its sync with another. */
  get isBusy(): boolean {
    return this.#calls > 1;
  }

  /** Runs a call and counts it as active until it has ended. */
  async track<T>(call: () => Promise<T>): Promise<T> {
    this.#calls++;
    try {
      return await call();
    } finally {
      this.#calls--;
    }
  }
}
