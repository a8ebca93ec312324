import { monotonicNow } from "../../time/platform-time.ts";

/** Milliseconds that a step should take. */
const STEP_MILLISECONDS = 8;

/** A step of fewer would gain nothing: the wait for the disk would be most of it. */
const COUNT_MIN = 100;

/** Fits the size of the steps of long work to the time that they take, so that others have their turn soon. */
export class StepSize {
  readonly #countMax: number;
  #count = COUNT_MIN;

  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  /** Number of entries of the next step. */
  get count(): number {
    return this.#count;
  }

  /** Does a step, which is told how many entries it takes. */
  async measure<T>(step: (count: number) => Promise<T>): Promise<T> {
    const begun = monotonicNow();
    try {
      return await step(this.#count);
    } finally {
      this.#fit(monotonicNow() - begun);
    }
  }

  #fit(milliseconds: number): void {
    if (milliseconds > STEP_MILLISECONDS) this.#count = Math.max(COUNT_MIN, this.#count >> 1);
    else if (milliseconds < STEP_MILLISECONDS / 2) this.#count = Math.min(this.#countMax, this.#count * 2);
  }
}
