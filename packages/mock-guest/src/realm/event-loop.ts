import { performance } from "./platform-clock.ts";
import type { Realm } from "./realm.ts";

/** A timer of a guest. */
interface Timer {
  readonly id: number;
  readonly call: () => void;
  /** Interval in milliseconds; `undefined` for a timer that fires once. */
  readonly everyMs: number | undefined;
  readonly at: number;
}

/** The guest waits for a promise that nothing can settle. */
export class NeverSettled extends Error {
  override readonly name = "NeverSettled";
}

/** The function of a timer threw an error. */
export class TimerFailure extends Error {
  override readonly name = "TimerFailure";
}

/**
 * The event loop of a guest, with the rules of the engine in a component: promises run until none can continue. If a
 * call is still waiting then, the thread sleeps until the next timer is due. No code of the test runs in between.
 */
export class EventLoop {
  readonly #realm: Realm;
  #timers: Timer[] = [];
  #lastId = 0;

  constructor(realm: Realm) {
    this.#realm = realm;
  }

  /** Schedules a function, once or repeatedly, and returns the number of the timer. */
  schedule(call: () => void, delayMs: number, isRepeated: boolean): number {
    const wait = Math.max(0, Number.isFinite(delayMs) ? delayMs : 0);
    this.#lastId++;
    this.#insert({
      id: this.#lastId,
      call,
      everyMs: isRepeated ? Math.max(1, wait) : undefined,
      at: performance.now() + wait,
    });
    return this.#lastId;
  }

  cancel(id: number): void {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  }

  /**
   * Runs some work until it ends, and returns what `finish` or `rescue` makes of its value or error.
   *
   * @throws the errors of these handlers; NeverSettled; TimerFailure
   */
  run(work: () => unknown, finish: (value: unknown) => unknown, rescue: (error: unknown) => unknown): unknown {
    let end: (() => unknown) | undefined;
    const settle = (last: () => unknown) => {
      end = attempt(last);
    };
    this.#realm.await(work, {
      done: (value) => settle(() => finish(value)),
      failed: (error) => settle(() => rescue(error)),
    });
    this.#realm.drain();
    while (end === undefined) this.#takeTurn();
    return end();
  }

  #takeTurn(): void {
    const next = this.#timers.shift();
    if (next === undefined) throw new NeverSettled("the guest waits for a promise that nothing will settle");
    sleepUntil(next.at);
    if (next.everyMs !== undefined) this.#insert({ ...next, at: performance.now() + next.everyMs });
    try {
      next.call();
    } catch (cause) {
      throw new TimerFailure("a function that a timer called has thrown", { cause });
    }
    this.#realm.drain();
  }

  /** Keeps timers in the order in which they are due, and then in that of their creation. */
  #insert(timer: Timer): void {
    const after = this.#timers.findIndex(({ at }) => at > timer.at);
    this.#timers.splice(after < 0 ? this.#timers.length : after, 0, timer);
  }
}

/** Runs some work, and returns a function that repeats its value or error. */
function attempt(work: () => unknown): () => unknown {
  try {
    const value = work();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

const CLOCK = new Int32Array(new SharedArrayBuffer(4));

function sleepUntil(instant: number): void {
  for (let left = instant - performance.now(); left > 0; left = instant - performance.now())
    Atomics.wait(CLOCK, 0, 0, left);
}
