/** Lets only so many pieces of work be done at once. The others wait, in the order in which they came. */
export class Turns {
  readonly #atOnceMax: number;
  readonly #waiting: (() => void)[] = [];
  #atWork = 0;

  constructor(atOnceMax: number) {
    this.#atOnceMax = atOnceMax;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#atWork >= this.#atOnceMax) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#atWork++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#atWork--;
      else next(); // in the place of this one
    }
  }
}
