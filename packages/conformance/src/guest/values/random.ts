/** Numbers that look random and are the same for each seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 and below the bound. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  /** One of them. */
  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item; // the index is within
  }

  bytes(countMax: number): Uint8Array {
    return Uint8Array.from({ length: this.below(countMax + 1) }, () => this.below(256));
  }
}
