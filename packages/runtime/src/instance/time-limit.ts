import type { GuestStack } from "../guest/guest-stack.ts";
import { clearTimeout, performance, setTimeout } from "../time/platform-time.ts";

/** Milliseconds between two looks at how long a guest has been at work. */
const TICK_MS = 10;

/** Most milliseconds that count between two looks, beside what the host did for the guest itself. */
const TICK_MS_MAX = 20;

/**
 * Counts the time of one guest. What keeps the whole host busy in between, such as a commit of another component, is
 * not its time: the looks come late then, and each counts little. What the host does for the guest itself, its imports,
 * counts in full, so that a guest that asks without end is ended too.
 */
export class TimeLimit {
  readonly #msMax: number;
  readonly #stack: GuestStack;
  readonly #onOver: () => void;
  #countedMs = 0;
  #seenAt = performance.now();
  #seenWorkedMs: number;
  #timer: ReturnType<typeof setTimeout>;

  /**
   * @param msMax most milliseconds of work.
   * @param stack knows how long the host has worked for the guest.
   * @param onOver called once the time is over, unless it is stopped before.
   */
  constructor(msMax: number, stack: GuestStack, onOver: () => void) {
    this.#msMax = msMax;
    this.#stack = stack;
    this.#onOver = onOver;
    this.#seenWorkedMs = stack.workedMs;
    this.#timer = this.#nextLook();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #nextLook(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#look(), Math.min(TICK_MS, this.#msMax - this.#countedMs));
  }

  #look(): void {
    const now = performance.now();
    const { workedMs } = this.#stack;
    this.#countedMs += Math.min(now - this.#seenAt, TICK_MS_MAX + workedMs - this.#seenWorkedMs);
    this.#seenAt = now;
    this.#seenWorkedMs = workedMs;
    if (this.#countedMs >= this.#msMax) this.#onOver();
    else this.#timer = this.#nextLook();
  }
}
