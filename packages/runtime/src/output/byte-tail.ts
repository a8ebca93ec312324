/** Keeps the last bytes of a stream, in its own memory of up to twice as many. */
export class ByteTail {
  readonly #bytesMax: number;
  #memory = new Uint8Array(0);
  #bytesUsed = 0;
  #isCut = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** The bytes that are kept, valid until the next `append`. */
  get bytes(): Uint8Array {
    return this.#memory.subarray(Math.max(0, this.#bytesUsed - this.#bytesMax), this.#bytesUsed);
  }

  /** True if bytes before {@link ByteTail.bytes} were dropped. */
  get isCut(): boolean {
    return this.#isCut;
  }

  append(bytes: Uint8Array): void {
    this.#isCut ||= this.bytes.length + bytes.length > this.#bytesMax;
    const last = bytes.subarray(Math.max(0, bytes.length - this.#bytesMax));
    this.#makeRoomFor(last.length);
    this.#memory.set(last, this.#bytesUsed);
    this.#bytesUsed += last.length;
  }

  /** Moves bytes only after as many new ones have come, so that the cost per byte is constant. */
  #makeRoomFor(bytesMore: number): void {
    if (this.#bytesUsed + bytesMore <= this.#memory.length) return;
    const kept = this.bytes;
    const size = Math.min(Math.max(kept.length + bytesMore, 2 * this.#memory.length), 2 * this.#bytesMax);
    if (size > this.#memory.length) this.#memory = new Uint8Array(size);
    this.#memory.set(kept); // correct even if the ranges overlap
    this.#bytesUsed = kept.length;
  }
}
