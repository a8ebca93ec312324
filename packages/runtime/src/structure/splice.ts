/** A copy of bytes with some parts of them replaced, from the beginning to the end. */
export class Splice {
  readonly #bytes: Uint8Array;
  readonly #parts: Uint8Array[] = [];
  #from = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /**
   * Puts something in the place of the bytes from `start` to before `end`, which come after all that were replaced
   * before.
   */
  replace(start: number, end: number, by: Uint8Array): void {
    this.#parts.push(this.#bytes.subarray(this.#from, start), by);
    this.#from = end;
  }

  /** The copy; the same bytes if nothing was replaced. */
  finished(): Uint8Array {
    if (this.#parts.length === 0) return this.#bytes;
    return concat([...this.#parts, this.#bytes.subarray(this.#from)]);
  }
}

/** Bytes one after the other. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
