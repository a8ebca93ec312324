/** Lets asynchronous work happen one after the other, in the order in which it was asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does work when everything before it has ended, well or badly. */
  next<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {}); // who asked for it hears of it; the next turn comes all the same
    return turn;
  }
}
