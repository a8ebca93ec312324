/**
 * Whether the code of the host that runs now was called by a guest: a function that it imports, or what hears it print.
 * Whoever calls the guest again from there would have to wait for themselves.
 */
export class GuestStack {
  #depth = 0;
  #workedMs = 0;

  get isEntered(): boolean {
    return this.#depth > 0;
  }

  /** How many milliseconds the host has worked for the guest so far. */
  get workedMs(): number {
    return this.#workedMs;
  }

  /** Does what the guest is on the stack of. What comes after a promise is no part of it. */
  enter<T>(work: () => T): T {
    const begunAt = performance.now();
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
      if (this.#depth === 0) this.#workedMs += performance.now() - begunAt;
    }
  }
}
