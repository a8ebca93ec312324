import { MalformedError } from "./malformed-error.ts";

/** Reads untrusted bytes from start to end. Every read that goes past the end throws a {@link MalformedError}. */
export class ByteReader {
  readonly bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Position of the next byte. */
  get position(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  /** Returns the next byte without consuming it; 256 at the end. */
  get next(): number {
    return this.bytes[this.#at] ?? 256;
  }

  byte(): number {
    const byte = this.bytes[this.#at];
    if (byte === undefined) throw new MalformedError("it ends too early");
    this.#at++;
    return byte;
  }

  /** Reads the next bytes. The result shares memory with the input. */
  take(length: number): Uint8Array {
    if (length > this.bytes.length - this.#at) throw new MalformedError("it declares more bytes than it has");
    const start = this.#at;
    this.#at += length;
    return this.bytes.subarray(start, this.#at);
  }

  /** Reads all remaining bytes. */
  rest(): Uint8Array {
    return this.take(this.bytes.length - this.#at);
  }

  skip(length: number): void {
    this.take(length);
  }

  /** Reads an unsigned LEB128 number of at most 32 bits. */
  number(): number {
    let value = 0;
    for (let factor = 1; factor <= 128 ** 4; factor *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte >= 0x80) continue;
      if (value >= 2 ** 32) break;
      return value;
    }
    throw new MalformedError("it has a number of more than 32 bits");
  }

  /**
   * Reads the number of items that follow. Refuses a count that the remaining bytes cannot hold, before anything is
   * allocated for it.
   *
   * @param bytesEach least bytes that one item takes.
   */
  count(bytesEach = 1): number {
    const count = this.number();
    if (count * bytesEach > this.bytes.length - this.#at)
      throw new MalformedError("it declares more items than it has bytes for");
    return count;
  }

  /** Skips a LEB128 of any length up to 10 bytes, signed or not. */
  skipNumber(): void {
    for (let length = 1; length <= 10; length++) if (this.byte() < 0x80) return;
    throw new MalformedError("it has a number of more than 64 bits");
  }

  /** Reads a count, then that many items. Returns the count. */
  each(read: () => void, bytesEach = 1): number {
    const count = this.count(bytesEach);
    for (let left = count; left > 0; left--) read();
    return count;
  }

  /** Throws unless every byte was read. */
  requireEnd(): void {
    if (!this.isAtEnd) throw new MalformedError("a section is longer than what it holds");
  }
}
