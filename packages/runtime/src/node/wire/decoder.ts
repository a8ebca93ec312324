import {
  FALSE,
  LEVELS_MAX,
  LIST,
  NULL,
  NUMBER,
  NUMBER_FORMATS,
  NUMBERS,
  RECORD,
  SIGNED,
  SMALL,
  TEXT,
  TRUE,
  UNDEFINED,
  UNSIGNED,
  VALUES_MAX,
} from "./kinds.ts";

/** Most bytes of a count. */
const COUNT_BYTES_MAX = 5;

/**
 * Decodes the value of a frame, which may come from an attacker: no count is trusted beyond the remaining bytes, and no
 * name reaches a prototype. The result shares no memory with the frame.
 *
 * @throws RangeError for bytes that are not a value
 */
export function decode(frame: Buffer): unknown {
  const decoder = new Decoder(frame);
  const value = decoder.value(0);
  if (decoder.isAtEnd) return value;
  throw new RangeError("bytes after a value");
}

class Decoder {
  readonly #frame: Buffer;
  #at = 0;
  #values = 0;

  constructor(frame: Buffer) {
    this.#frame = frame;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#frame.length;
  }

  value(level: number): unknown {
    if (++this.#values > VALUES_MAX) throw new RangeError(`more than ${VALUES_MAX} values`);
    if (level > LEVELS_MAX) throw new RangeError(`more than ${LEVELS_MAX} levels`);
    const kind = this.#byte();
    switch (kind) {
      case UNDEFINED:
        return undefined;
      case NULL:
        return null;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case NUMBER:
        return this.#frame.readDoubleLE(this.#take(8));
      case SMALL:
        return this.#byte();
      case SIGNED:
        return this.#frame.readBigInt64LE(this.#take(8));
      case UNSIGNED:
        return this.#frame.readBigUInt64LE(this.#take(8));
      case TEXT:
        return this.#text();
      case NUMBERS:
        return this.#numbers();
      case LIST:
        return this.#list(level + 1);
      case RECORD:
        return this.#record(level + 1);
      default:
        throw new RangeError(`unknown kind of value: ${kind}`);
    }
  }

  #text(): string {
    const bytes = this.#count();
    const start = this.#take(bytes);
    return this.#frame.toString("utf8", start, start + bytes);
  }

  #numbers(): ArrayBufferView {
    const Format = NUMBER_FORMATS[this.#byte()];
    if (Format === undefined) throw new RangeError("unknown number format");
    const bytes = this.#count();
    if (bytes % Format.BYTES_PER_ELEMENT !== 0) throw new RangeError("bytes that end within a number");
    const start = this.#take(bytes);
    const own = new Uint8Array(bytes);
    own.set(this.#frame.subarray(start, start + bytes));
    return Format === Uint8Array ? own : new Format(own.buffer);
  }

  #list(level: number): unknown[] {
    const list: unknown[] = [];
    for (let left = this.#boundedCount(1); left > 0; left--) list.push(this.value(level));
    return list;
  }

  #record(level: number): Record<string, unknown> {
    const record: Record<string, unknown> = {};
    for (let left = this.#boundedCount(2); left > 0; left--) {
      const name = this.#text();
      if (name === "__proto__") throw new RangeError("a name that reaches a prototype");
      record[name] = this.value(level);
    }
    return record;
  }

  /**
   * Reads a count of items.
   *
   * @param bytes least bytes of each item.
   */
  #boundedCount(bytes: number): number {
    const count = this.#count();
    if (count * bytes <= this.#frame.length - this.#at) return count;
    throw new RangeError("a count beyond the remaining bytes");
  }

  #count(): number {
    let count = 0;
    for (let place = 0, unit = 1; place < COUNT_BYTES_MAX; place++, unit *= 0x80) {
      const byte = this.#byte();
      count += (byte & 0x7f) * unit;
      if (byte < 0x80) return count;
    }
    throw new RangeError("a count of too many bytes");
  }

  #byte(): number {
    return this.#frame[this.#take(1)] as number; // checked by #take
  }

  /** Consumes bytes, and returns where they start. */
  #take(bytes: number): number {
    const start = this.#at;
    if (bytes > this.#frame.length - start) throw new RangeError("a value that ends too early");
    this.#at += bytes;
    return start;
  }
}
