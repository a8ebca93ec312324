import type { Change } from "./change.ts";

/** Places that have been left before the rest is moved to the front. */
const LEFT_MIN = 1_024;

/** Changes first in, first out. Taking one costs the same however many wait, which `shift` of a long array does not. */
export class ChangeQueue {
  #changes: (Change | undefined)[] = [];
  #first = 0;

  get size(): number {
    return this.#changes.length - this.#first;
  }

  /** The change that is next, which stays. */
  get next(): Change | undefined {
    return this.#changes[this.#first];
  }

  push(change: Change): void {
    this.#changes.push(change);
  }

  /** Takes the change that is next. */
  take(): Change | undefined {
    const change = this.next;
    if (change === undefined) return undefined;
    this.#changes[this.#first++] = undefined;
    if (this.#first >= LEFT_MIN && this.#first * 2 >= this.#changes.length) {
      this.#changes = this.#changes.slice(this.#first);
      this.#first = 0;
    }
    return change;
  }

  clear(): void {
    this.#changes = [];
    this.#first = 0;
  }
}
