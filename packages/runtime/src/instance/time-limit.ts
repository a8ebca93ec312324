import type { GuestStack } from "../guest/guest-stack.ts";
import { clearTimeout, performance, setTimeout } from "../time/platform-time.ts";

/** Milliseconds between two checks of a guest's time. */
const TICK_MS = 10;

/** Most milliseconds that count between two checks, besides the host's work for the guest itself. */
const TICK_MAX_MS = 20;

/**
 * Measures the time of one guest. Work that keeps the whole host busy, such as the commit of another component, does
 * not count: checks then come late, and each adds little. The host's work for the guest itself, its imports, counts in
 * full, so that a guest that keeps calling imports is ended too.
 */
export class TimeLimit {
  readonly #maxMs: number;
  readonly #stack: GuestStack;
  readonly #onOver: () => void;
  #countedMs = 0;
  #seenAt = performance.now();
  #seenWorkedMs: number;
  #timer: ReturnType<typeof setTimeout>;

  /**
   * @param maxMs most milliseconds of work.
   * @param stack knows how long the host has worked for the guest.
   * @param onOver called when the time is over, unless the limit is stopped before.
   */
  constructor(maxMs: number, stack: GuestStack, onOver: () => void) {
    this.#maxMs = maxMs;
    this.#stack = stack;
    this.#onOver = onOver;
    this.#seenWorkedMs = stack.workedMs;
    this.#timer = this.#nextCheck();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #nextCheck(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#check(), Math.min(TICK_MS, this.#maxMs - this.#countedMs));
  }

  #check(): void {
    const now = performance.now();
    const { workedMs } = this.#stack;
    this.#countedMs += Math.min(now - this.#seenAt, TICK_MAX_MS + workedMs - this.#seenWorkedMs);
    this.#seenAt = now;
    this.#seenWorkedMs = workedMs;
    if (this.#countedMs >= this.#maxMs) this.#onOver();
    else this.#timer = this.#nextCheck();
  }
}
