import { invalidArgument } from "../errors/invalid-argument.ts";

/**
 * Bytes that are read one after the other, and never past their end. What does not fit is an `invalid-argument` that
 * names the place.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #expected: string;
  #at = 0;

  /** @param expected what the bytes should be, for the message */
  constructor(bytes: Uint8Array, expected: string) {
    this.#bytes = bytes;
    this.#expected = expected;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    return this.bytes(1)[0] ?? 0;
  }

  /** Reads a number that `ByteWriter.count` wrote. Other forms of it are refused. */
  count(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.byte();
      value += (byte % 0x80) * factor;
      if (byte === 0 && factor > 1) this.fail("a number is longer than it needs to be");
      if (!Number.isSafeInteger(value)) this.fail("a number is too large");
      if (byte < 0x80) return value;
    }
  }

  /**
   * A number of things that follow, each of which takes so many bytes at least: what cannot be there is refused before
   * room is made for it.
   */
  countOf(bytesEach: number): number {
    const count = this.count();
    if (count * bytesEach > this.left)
      this.fail(`${count} things do not fit into the ${this.left} bytes that are left`);
    return count;
  }

  float64(): number {
    const bytes = this.bytes(8);
    return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0);
  }

  /** A view of the bytes that follow. */
  bytes(count: number): Uint8Array {
    if (count > this.left) this.fail("the bytes end too early");
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  fail(problem: string): never {
    throw invalidArgument(`the bytes are not ${this.#expected}, at byte ${this.#at}: ${problem}`);
  }
}
