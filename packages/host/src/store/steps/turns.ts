import { afterThisTurn } from "./after-this-turn.ts";

/**
 * Lets asynchronous work that would only get into each other's way happen one after the other, in the order in which it
 * was asked for. A turn ends with its work, and before that if the work asks to lose it while it is idle
 * ({@link Turn.endIf}): work that does not ask must wait for nobody who comes after it.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Does work when every turn before has ended. The turn ends with the work, if not before. */
  async take<T>(work: (turn: Turn) => Promise<T>): Promise<T> {
    const before = this.#last;
    const turn = new Turn();
    this.#last = turn.ended;
    await before;
    try {
      return await work(turn);
    } finally {
      turn.end();
    }
  }
}

/** The time in which one of those who share {@link Turns} goes first. */
export class Turn {
  /** Resolves when the next one may begin. */
  readonly ended: Promise<void>;
  readonly end: () => void;
  #isAsked = false;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.end = resolve;
  }

  /**
   * Ends the turn if its holder is idle once the event loop has gone round: it waits for something else, which may be
   * whoever comes next.
   */
  endIf(isIdle: () => boolean): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    afterThisTurn(() => {
      this.#isAsked = false;
      if (isIdle()) this.end();
    });
  }
}
