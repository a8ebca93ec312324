/** A cache that keeps the most recently used values, at most `countMax` of them, so that its memory is bounded. */
export class LruCache<Value> {
  readonly #countMax: number;
  readonly #values = new Map<string, Value>();

  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  /** Returns the value of a name. Calls `make` if the cache does not have it. */
  get(name: string, make: () => Value): Value {
    const value = this.#values.get(name) ?? make();
    this.#values.delete(name);
    this.#values.set(name, value); // moves it to the end of the map, as the most recently used
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#countMax) break;
      this.#values.delete(oldest);
    }
    return value;
  }
}
