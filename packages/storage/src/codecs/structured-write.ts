import { ByteWriter } from "../bytes/byte-writer.ts";
import { encodeUtf8 } from "../bytes/utf8.ts";
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
import {
  arrayShapeFault,
  fault,
  faultError,
  getterFault,
  hiddenPropertyFault,
  instanceProblem,
  isBuiltIn,
  isPlain,
  kindOf,
  lostProperty,
  stepTo,
  type ValueFault,
  within,
} from "./value-fault.ts";

/** The bytes of a value. Throws `invalid-argument` for what they could not keep. */
export function writeStructured(value: unknown): Uint8Array {
  const writer = new StructuredWriter();
  const found = writer.write(value, 0);
  if (found) throw faultError(found);
  return writer.take();
}

/** Answers a fault instead of throwing it, so that only a fault pays for its path. */
class StructuredWriter {
  readonly #out = new ByteWriter();
  /** Every object that was begun, and its number. */
  readonly #objects = new Map<object, number>();

  constructor() {
    this.#out.byte(FORMAT);
  }

  take(): Uint8Array {
    return this.#out.take();
  }

  write(value: unknown, depth: number): ValueFault | undefined {
    switch (typeof value) {
      case "undefined":
        return this.#tag(UNDEFINED);
      case "boolean":
        return this.#tag(value ? TRUE : FALSE);
      case "number":
        return this.#number(value);
      case "bigint":
        return this.#bigint(value);
      case "string":
        return this.#text(value);
      case "object":
        return value === null ? this.#tag(NULL) : this.#object(value, depth);
      default:
        return fault(`is a ${typeof value}, which cannot be stored`);
    }
  }

  #tag(tag: number): undefined {
    this.#out.byte(tag);
  }

  #number(value: number): undefined {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      this.#out.byte(FLOAT);
      this.#out.float64(value);
    } else if (value >= 0 && value < 0x80) {
      this.#out.byte(SMALL + value);
    } else {
      this.#out.byte(value < 0 ? NEGATIVE : POSITIVE);
      this.#out.count(value < 0 ? -1 - value : value);
    }
  }

  #bigint(value: bigint): undefined {
    this.#out.byte(value < 0n ? BIG_NEGATIVE : BIG_POSITIVE);
    const digits = (value < 0n ? -1n - value : value).toString(16);
    const bytes = value === 0n || value === -1n ? "" : digits.padStart(digits.length + (digits.length % 2), "0");
    this.#out.count(bytes.length / 2);
    for (let at = 0; at < bytes.length; at += 2) this.#out.byte(Number.parseInt(bytes.slice(at, at + 2), 16));
  }

  #text(text: string): undefined {
    if (!text.isWellFormed()) return this.#textOfUnits(text);
    const bytes = encodeUtf8(text);
    if (bytes.length <= SHORT_TEXT_MAX) {
      this.#out.byte(SHORT_TEXT + bytes.length);
    } else {
      this.#out.byte(TEXT);
      this.#out.count(bytes.length);
    }
    this.#out.bytes(bytes);
  }

  /** UTF-8 has no lone surrogates, and JavaScript has. */
  #textOfUnits(text: string): undefined {
    this.#out.byte(TEXT_UTF16);
    this.#out.count(text.length);
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      this.#out.byte(unit >> 8);
      this.#out.byte(unit & 0xff);
    }
  }

  #object(value: object, depth: number): ValueFault | undefined {
    const number = this.#objects.get(value);
    if (number !== undefined) {
      this.#out.byte(REFERENCE);
      this.#out.count(number);
      return undefined;
    }
    if (depth === DEPTH_MAX) return fault(`is nested deeper than ${DEPTH_MAX} levels`);
    this.#objects.set(value, this.#objects.size);
    if (Array.isArray(value)) return this.#array(value, depth);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (ArrayBuffer.isView(value)) return this.#view(value, prototype);
    if (isPlain(prototype)) return this.#record(value, prototype === null ? BARE_RECORD : RECORD, depth);
    return isBuiltIn(prototype) ? this.#builtIn(value, depth) : fault(instanceProblem(value));
  }

  #array(values: readonly unknown[], depth: number): ValueFault | undefined {
    const shape = arrayShapeFault(values, "has holes; fill them");
    if (shape) return shape;
    this.#out.byte(ARRAY);
    return this.#items(values, (index) => `[${index}]`, depth);
  }

  #items(values: readonly unknown[], step: (index: number) => string, depth: number): ValueFault | undefined {
    this.#out.count(values.length);
    for (let index = 0; index < values.length; index++) {
      const found = this.write(values[index], depth + 1);
      if (found) return within(step(index), found);
    }
    return undefined;
  }

  #record(value: object, tag: number, depth: number): ValueFault | undefined {
    const shape = hiddenPropertyFault(value);
    if (shape) return shape;
    const names = Object.keys(value);
    this.#out.byte(tag);
    this.#out.count(names.length);
    for (const name of names) {
      const property = Object.getOwnPropertyDescriptor(value, name);
      const computed = getterFault(name, property);
      if (computed) return computed;
      this.#text(name);
      const found = this.write(property?.value, depth + 1);
      if (found) return within(stepTo(name), found);
    }
    return undefined;
  }

  #builtIn(value: object, depth: number): ValueFault | undefined {
    const kind = kindOf(value);
    const isKept = kind === "Date" || kind === "Map" || kind === "Set" || kind === "ArrayBuffer";
    if (!isKept) return fault(instanceProblem(value));
    const [name] = Reflect.ownKeys(value);
    if (name !== undefined) return lostProperty(name);
    if (kind === "Date") return this.#date(value as Date);
    if (kind === "ArrayBuffer") return this.#buffer(value as ArrayBuffer);
    return kind === "Map" ? this.#map(value as Map<unknown, unknown>, depth) : this.#set(value as Set<unknown>, depth);
  }

  #date(date: Date): undefined {
    this.#out.byte(DATE);
    this.#out.float64(Date.prototype.getTime.call(date));
  }

  #map(map: Map<unknown, unknown>, depth: number): ValueFault | undefined {
    const entries = [...Map.prototype.entries.call(map)];
    this.#out.byte(MAP);
    const stepOf = (index: number) => (index % 2 === 0 ? `.keys()[${index / 2}]` : `.values()[${(index - 1) / 2}]`);
    this.#out.count(entries.length);
    for (const [index, item] of entries.flat(1).entries()) {
      const found = this.write(item, depth + 1);
      if (found) return within(stepOf(index), found);
    }
    return undefined;
  }

  #set(set: Set<unknown>, depth: number): ValueFault | undefined {
    this.#out.byte(SET);
    return this.#items([...Set.prototype.values.call(set)], (index) => `.values()[${index}]`, depth);
  }

  #buffer(buffer: ArrayBuffer): ValueFault | undefined {
    if (buffer.resizable) return fault("is a resizable ArrayBuffer; store one of a fixed length");
    this.#out.byte(BUFFER);
    this.#out.count(buffer.byteLength);
    this.#out.bytes(new Uint8Array(buffer));
    return undefined;
  }

  /** A view is its own bytes, wherever in a buffer they are. */
  #view(view: ArrayBufferView, prototype: unknown): ValueFault | undefined {
    const tag = VIEWS.findIndex(({ name }) => name === kindOf(view));
    const mark = tag === 0 ? "getFloat64" : "BYTES_PER_ELEMENT"; // what the language's own prototypes have as their own
    if (tag < 0 || !prototype || !Object.hasOwn(prototype, mark)) return fault(instanceProblem(view));
    // The names of an array are as many as its elements, far too many to look at.
    const [lost] = tag === 0 ? Reflect.ownKeys(view) : Object.getOwnPropertySymbols(view);
    if (lost !== undefined) return lostProperty(lost);
    this.#out.byte(VIEW + tag);
    this.#out.count(view.byteLength);
    this.#out.bytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    return undefined;
  }
}
