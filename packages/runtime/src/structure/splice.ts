/** Copies bytes and replaces some ranges on the way, from start to end. */
export class Splice {
  readonly #bytes: Uint8Array;
  readonly #parts: Uint8Array[] = [];
  #from = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Replaces the bytes from `start` to before `end`. Ranges must come in order and not overlap. */
  replace(start: number, end: number, by: Uint8Array): void {
    this.#parts.push(this.#bytes.subarray(this.#from, start), by);
    this.#from = end;
  }

  /** Returns the copy, or the original bytes if nothing was replaced. */
  finished(): Uint8Array {
    if (this.#parts.length === 0) return this.#bytes;
    return concat([...this.#parts, this.#bytes.subarray(this.#from)]);
  }
}

/** Concatenates byte arrays. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
