/** Values that were used last, up to a number of them: who asks for ever new names takes no more memory than that. */
export class Recent<Value> {
  readonly #countMax: number;
  readonly #values = new Map<string, Value>();

  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  /** The value of a name, made if it is not among them. */
  get(name: string, make: () => Value): Value {
    const value = this.#values.get(name) ?? make();
    this.#values.delete(name);
    this.#values.set(name, value); // the last one is the one that was used last
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#countMax) break;
      this.#values.delete(oldest);
    }
    return value;
  }
}
