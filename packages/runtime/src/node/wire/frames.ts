import { LENGTH_BYTES } from "./kinds.ts";

/** Splits a stream into frames. Holds only bytes that have arrived, whatever length is declared. */
export class Frames {
  readonly #bytesMax: number;
  #parts: Buffer[] = [];
  #bytes = 0;

  /** @param bytesMax most bytes of a frame. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** @param part is kept, and must not change any more. */
  push(part: Buffer): void {
    this.#parts.push(part);
    this.#bytes += part.length;
  }

  /**
   * Returns the next frame without its length, if it has arrived completely.
   *
   * @throws RangeError if it is longer than allowed
   */
  take(): Buffer | undefined {
    if (this.#bytes < LENGTH_BYTES) return undefined;
    const length = this.#first(LENGTH_BYTES).readUInt32LE(0);
    if (length > this.#bytesMax)
      throw new RangeError(`a message of ${length} bytes, where ${this.#bytesMax} are the most`);
    if (this.#bytes < LENGTH_BYTES + length) return undefined;
    const all = this.#first(this.#bytes);
    const rest = all.subarray(LENGTH_BYTES + length);
    this.#parts = rest.length === 0 ? [] : [rest];
    this.#bytes = rest.length;
    return all.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
  }

  /** Returns the first part, joined with others until it has enough bytes. */
  #first(bytes: number): Buffer {
    const [first] = this.#parts;
    if (first !== undefined && first.length >= bytes) return first;
    const joined = Buffer.concat(this.#parts);
    this.#parts = [joined];
    return joined;
  }
}
