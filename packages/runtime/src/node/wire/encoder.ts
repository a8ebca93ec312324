import {
  FALSE,
  LENGTH_BYTES,
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

/** Buffer size that an encoder keeps between values. A larger buffer is dropped. */
const KEPT_BYTES = 65_536;

/** Most bytes of a count or a number, with its kind. */
const ITEM_BYTES_MAX = 16;

/** Encodes values as frames, one at a time. */
export class Encoder {
  readonly #bytesMax: number;
  #buffer = Buffer.allocUnsafeSlow(KEPT_BYTES);
  #used = 0;
  #values = 0;

  /** @param bytesMax most bytes of a frame. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /**
   * Returns the frame of a value, valid until the next call.
   *
   * @throws TypeError for something that is not a value, such as a function, or has too many levels; RangeError if the
   * frame would be too long
   */
  frame(value: unknown): Uint8Array {
    if (this.#buffer.length > KEPT_BYTES) this.#buffer = Buffer.allocUnsafeSlow(KEPT_BYTES);
    this.#used = LENGTH_BYTES;
    this.#values = 0;
    this.#write(value, 0);
    this.#buffer.writeUInt32LE(this.#used - LENGTH_BYTES, 0);
    return this.#buffer.subarray(0, this.#used);
  }

  #write(value: unknown, level: number): void {
    if (++this.#values > VALUES_MAX) throw new RangeError(`more than ${VALUES_MAX} values at once`);
    this.#reserve(ITEM_BYTES_MAX);
    switch (typeof value) {
      case "undefined":
        this.#byte(UNDEFINED);
        break;
      case "boolean":
        this.#byte(value ? TRUE : FALSE);
        break;
      case "number":
        this.#number(value);
        break;
      case "bigint":
        this.#bigint(value);
        break;
      case "string":
        this.#byte(TEXT);
        this.#text(value);
        break;
      case "object":
        if (value === null) this.#byte(NULL);
        else this.#object(value, level + 1);
        break;
      case "function":
      case "symbol":
        throw new TypeError(`a ${typeof value} cannot leave its thread or process`);
    }
  }

  #number(value: number): void {
    if (Number.isInteger(value) && value >= 0 && value <= 255 && !Object.is(value, -0)) {
      this.#byte(SMALL);
      this.#byte(value);
    } else {
      this.#byte(NUMBER);
      this.#used = this.#buffer.writeDoubleLE(value, this.#used);
    }
  }

  #bigint(value: bigint): void {
    if (BigInt.asIntN(64, value) === value) {
      this.#byte(SIGNED);
      this.#used = this.#buffer.writeBigInt64LE(value, this.#used);
    } else if (BigInt.asUintN(64, value) === value) {
      this.#byte(UNSIGNED);
      this.#used = this.#buffer.writeBigUInt64LE(value, this.#used);
    } else throw new RangeError("a bigint of more than 64 bits");
  }

  #text(value: string): void {
    const bytes = Buffer.byteLength(value);
    this.#count(bytes);
    this.#reserve(bytes);
    this.#used += this.#buffer.write(value, this.#used);
  }

  #object(value: object, level: number): void {
    if (level > LEVELS_MAX) throw new TypeError(`more than ${LEVELS_MAX} levels of lists and records`);
    if (ArrayBuffer.isView(value)) this.#numbers(value);
    else if (Array.isArray(value)) this.#list(value, level);
    else this.#record(value as Readonly<Record<string, unknown>>, level);
  }

  #numbers(view: ArrayBufferView): void {
    const format = NUMBER_FORMATS.findIndex((each) => view instanceof each);
    if (format === -1) throw new TypeError("a view of bytes that is no list of numbers");
    this.#byte(NUMBERS);
    this.#byte(format);
    this.#count(view.byteLength);
    this.#reserve(view.byteLength);
    this.#buffer.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), this.#used);
    this.#used += view.byteLength;
  }

  #list(list: readonly unknown[], level: number): void {
    this.#byte(LIST);
    this.#count(list.length);
    for (const each of list) this.#write(each, level); // a hole is an item that is undefined
  }

  #record(record: Readonly<Record<string, unknown>>, level: number): void {
    const names = Object.keys(record);
    this.#byte(RECORD);
    this.#count(names.length);
    for (const name of names) {
      this.#reserve(ITEM_BYTES_MAX);
      this.#text(name);
      this.#write(record[name], level);
    }
  }

  #byte(byte: number): void {
    this.#buffer[this.#used++] = byte;
  }

  #count(count: number): void {
    let rest = count;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#byte((rest % 0x80) | 0x80);
    this.#byte(rest);
  }

  /** Makes room for some bytes and one item after them. */
  #reserve(bytes: number): void {
    const needed = this.#used + bytes + ITEM_BYTES_MAX;
    if (needed <= this.#buffer.length) return;
    if (needed > this.#bytesMax + LENGTH_BYTES + 2 * ITEM_BYTES_MAX)
      throw new RangeError(`more than ${this.#bytesMax} bytes at once`);
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#buffer.length));
    larger.set(this.#buffer.subarray(0, this.#used));
    this.#buffer = larger;
  }
}
