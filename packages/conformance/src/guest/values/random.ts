/** A pseudo-random generator with a seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Returns a whole number from 0 to below the bound. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  /** Returns one of the items. */
  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item; // the index is within
  }

  bytes(countMax: number): Uint8Array {
    return Uint8Array.from({ length: this.below(countMax + 1) }, () => this.below(256));
  }
}
