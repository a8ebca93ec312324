// WebAssembly core specification, binary format: a module is a header and sections, each an id, a length and its
// content.

const HEADER_BYTES = 8;

export const TYPE_SECTION = 1;
export const TABLE_SECTION = 4;
export const MEMORY_SECTION = 5;

export interface Section {
  readonly id: number;
  readonly content: Uint8Array;
}

export function sectionsOf(module: Uint8Array): Section[] {
  const reader = new Reader(module, HEADER_BYTES);
  const sections: Section[] = [];
  while (!reader.isAtEnd) {
    const id = reader.byte();
    sections.push({ id, content: reader.bytes(reader.number()) });
  }
  return sections;
}

export function moduleOf(module: Uint8Array, sections: readonly Section[]): Uint8Array {
  const parts = sections.flatMap(({ id, content }) => [Uint8Array.of(id, ...encodeNumber(content.length)), content]);
  const whole = new Uint8Array(HEADER_BYTES + parts.reduce((sum, part) => sum + part.length, 0));
  whole.set(module.subarray(0, HEADER_BYTES));
  let at = HEADER_BYTES;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Unsigned LEB128. */
export function encodeNumber(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}

/** Reads the content of a section from its beginning to its end. */
export class Reader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = bytes;
    this.#at = start;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** The byte that comes next, which stays there. */
  get next(): number | undefined {
    return this.#bytes[this.#at];
  }

  /** What was not read yet. */
  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }

  byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new RangeError("a core module ends too early");
    return byte;
  }

  bytes(length: number): Uint8Array {
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    if (bytes.length !== length) throw new RangeError("a core module ends too early");
    this.#at += length;
    return bytes;
  }

  /** Unsigned LEB128 of at most 32 bits. */
  number(): number {
    let value = 0;
    for (let factor = 1; factor <= 128 ** 4; factor *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new RangeError("a core module holds a number of more than 32 bits");
  }
}
