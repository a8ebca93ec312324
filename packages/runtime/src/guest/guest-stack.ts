/**
 * Tracks whether host code was called by a guest: an imported function, or a listener for its output. If such code
 * called the guest again, it would wait for itself.
 */
export class GuestStack {
  #depth = 0;
  #workedMs = 0;

  get isEntered(): boolean {
    return this.#depth > 0;
  }

  /** Milliseconds that the host has worked for the guest so far. */
  get workedMs(): number {
    return this.#workedMs;
  }

  /** Runs host code with the guest on the stack. What continues after a promise does not count. */
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
