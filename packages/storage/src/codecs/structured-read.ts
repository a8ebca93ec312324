import { ByteReader } from "../bytes/byte-reader.ts";
import { decodeUtf8 } from "../bytes/utf8.ts";
import {
  ARRAY,
  BARE_RECORD,
  BIG_NEGATIVE,
  BIG_POSITIVE,
  BUFFER,
  DATE,
  DEPTH_MAX,
  FALSE,
  FLOAT,
  FORMAT,
  MAP,
  NEGATIVE,
  NULL,
  POSITIVE,
  RECORD,
  REFERENCE,
  SET,
  SHORT_TEXT,
  SHORT_TEXT_MAX,
  SMALL,
  TEXT,
  TEXT_UTF16,
  TRUE,
  UNDEFINED,
  VIEW,
  VIEWS,
} from "./structured-tags.ts";

/**
 * The value of bytes. Throws `invalid-argument` for bytes that no value has. Takes no more room and time than their
 * length asks for.
 */
export function readStructured(bytes: Uint8Array): unknown {
  const input = new ByteReader(bytes, "a value in the structured format");
  if (input.left === 0 || input.byte() !== FORMAT) input.fail("it begins with 01");
  const value = new StructuredReader(input).read(0);
  if (input.left > 0) input.fail("something follows the value");
  return value;
}

class StructuredReader {
  readonly #in: ByteReader;
  /** Every object that was begun, by its number. */
  readonly #objects: object[] = [];

  constructor(input: ByteReader) {
    this.#in = input;
  }

  read(depth: number): unknown {
    const tag = this.#in.byte();
    if (tag >= SMALL) return tag - SMALL;
    if (tag >= SHORT_TEXT) return this.#utf8(tag - SHORT_TEXT);
    if (tag >= VIEW && tag < VIEW + VIEWS.length) return this.#view(tag - VIEW);
    if (tag >= ARRAY && tag <= SET && depth === DEPTH_MAX)
      this.#in.fail(`values are nested deeper than ${DEPTH_MAX} levels`);
    switch (tag) {
      case UNDEFINED:
        return undefined;
      case NULL:
        return null;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case POSITIVE:
        return this.#in.count();
      case NEGATIVE:
        return this.#negative();
      case FLOAT:
        return this.#in.float64();
      case BIG_POSITIVE:
        return this.#magnitude();
      case BIG_NEGATIVE:
        return -1n - this.#magnitude();
      case TEXT:
        return this.#longText();
      case TEXT_UTF16:
        return this.#units();
      default:
        return this.#object(tag, depth);
    }
  }

  #object(tag: number, depth: number): unknown {
    switch (tag) {
      case DATE:
        return this.#date();
      case ARRAY:
        return this.#array(depth);
      case RECORD:
        return this.#record(this.#begun({}), depth);
      case BARE_RECORD:
        return this.#record(this.#begun(Object.create(null) as object), depth);
      case MAP:
        return this.#map(depth);
      case SET:
        return this.#set(depth);
      case BUFFER:
        return this.#begun(this.#in.bytes(this.#in.count()).slice().buffer);
      case REFERENCE:
        return this.#referred();
      default:
        return this.#in.fail(`no value begins with ${tag.toString(16).padStart(2, "0")}`);
    }
  }

  #begun<Value extends object>(value: Value): Value {
    this.#objects.push(value);
    return value;
  }

  #referred(): object {
    const number = this.#in.count();
    return this.#objects[number] ?? this.#in.fail(`there is no object ${number} before it`);
  }

  #negative(): number {
    const value = -1 - this.#in.count();
    return Number.isSafeInteger(value) ? value : this.#in.fail("a number is too large");
  }

  #magnitude(): bigint {
    const bytes = this.#in.bytes(this.#in.count());
    if (bytes[0] === 0) this.#in.fail("a big integer is longer than it needs to be");
    const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
    return BigInt(`0x0${digits.join("")}`);
  }

  #longText(): string {
    const length = this.#in.count();
    if (length <= SHORT_TEXT_MAX) this.#in.fail("a text is longer than it needs to be");
    return this.#utf8(length);
  }

  #utf8(length: number): string {
    const bytes = this.#in.bytes(length);
    try {
      return decodeUtf8(bytes);
    } catch {
      return this.#in.fail("a text is not UTF-8");
    }
  }

  #units(): string {
    const count = this.#in.countOf(2);
    const bytes = this.#in.bytes(count * 2);
    let text = "";
    for (let at = 0; at < bytes.length; at += 2)
      text += String.fromCharCode(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
    return text.isWellFormed() ? this.#in.fail("a text is UTF-16 without need") : text;
  }

  /** Whatever a date could not be would become another one. */
  #date(): Date {
    const time = this.#in.float64();
    const date = new Date(time);
    return Object.is(date.getTime(), time) ? this.#begun(date) : this.#in.fail("there is no such date");
  }

  #array(depth: number): unknown[] {
    const values = this.#begun<unknown[]>([]);
    const count = this.#in.countOf(1);
    for (let index = 0; index < count; index++) values.push(this.read(depth + 1));
    return values;
  }

  #record(record: object, depth: number): object {
    const count = this.#in.countOf(2);
    for (let index = 0; index < count; index++) {
      const name = this.read(DEPTH_MAX);
      if (typeof name !== "string") return this.#in.fail("the name of a property is text");
      if (Object.hasOwn(record, name)) this.#in.fail("two properties have one name");
      // Not assigned: `__proto__` is a name like any.
      const value = this.read(depth + 1);
      Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
    }
    return record;
  }

  #map(depth: number): Map<unknown, unknown> {
    const map = this.#begun(new Map<unknown, unknown>());
    const count = this.#in.countOf(2);
    for (let index = 0; index < count; index++) map.set(this.read(depth + 1), this.read(depth + 1));
    return map.size === count ? map : this.#in.fail("two entries of a map have one key");
  }

  #set(depth: number): Set<unknown> {
    const set = this.#begun(new Set<unknown>());
    const count = this.#in.countOf(1);
    for (let index = 0; index < count; index++) set.add(this.read(depth + 1));
    return set.size === count ? set : this.#in.fail("a set holds a value twice");
  }

  #view(index: number): ArrayBufferView {
    const View = VIEWS[index] ?? Uint8Array;
    const bytes = this.#in.bytes(this.#in.count());
    if (bytes.length % (View.BYTES_PER_ELEMENT ?? 1) !== 0)
      this.#in.fail(`the bytes are no whole elements of a ${View.name}`);
    return this.#begun(new View(bytes.slice().buffer));
  }
}
