import { performance } from "./platform-clock.ts";
import type { Realm } from "./realm.ts";

/** What a guest asked to be called later. */
interface Timer {
  readonly id: number;
  readonly call: () => void;
  /** `undefined`: once. */
  readonly everyMs: number | undefined;
  readonly at: number;
}

/** A guest waits for what cannot happen any more. */
export class NeverSettled extends Error {
  override readonly name = "NeverSettled";
}

/** What a timer called has thrown. */
export class TimerFailure extends Error {
  override readonly name = "TimerFailure";
}

/**
 * The turns of a guest, as the engine in a component takes them: promises go on until none can, and only if a call is
 * still waiting then, the thread sleeps until the next timer is due. Nothing of the program happens in between.
 */
export class EventLoop {
  readonly #realm: Realm;
  #timers: Timer[] = [];
  #lastId = 0;

  constructor(realm: Realm) {
    this.#realm = realm;
  }

  /** Calls a function after some time, once or again and again. Answers its number. */
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
   * Does some work and answers what `finish` or `rescue` makes of its end.
   *
   * @throws what they throw; NeverSettled; TimerFailure
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

  /** The earlier ones first, and of those that are due together the older. */
  #insert(timer: Timer): void {
    const after = this.#timers.findIndex(({ at }) => at > timer.at);
    this.#timers.splice(after < 0 ? this.#timers.length : after, 0, timer);
  }
}

/** What some work answers or throws, for later. */
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
