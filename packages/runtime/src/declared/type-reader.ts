import { LoadError } from "../errors/load-error.ts";
import type { ByteReader } from "../structure/byte-reader.ts";
import type { TypeTable } from "../types/type-table.ts";
import type { NamedType, PrimitiveKind, TypeIndex, VariantCase, WitType } from "../types/wit-type.ts";

// Component Model, binary format (design/mvp/Binary.md): types of values, functions and resources. The bytes may be
// anything: what is not a component ends too early or holds an unknown code, and throws.

/** Returns the type with an index of a component. */
export type TypeAt = (index: number) => TypeIndex;

/** Reads types of a component, or of a part of it, into a table. */
export class TypeReader {
  readonly #table: TypeTable;
  readonly #typeAt: TypeAt;

  constructor(table: TypeTable, typeAt: TypeAt) {
    this.#table = table;
    this.#typeAt = typeAt;
  }

  /**
   * Reads a value type.
   *
   * @param kind its first byte, already read.
   */
  value(kind: number, reader: ByteReader): TypeIndex {
    const primitive = PRIMITIVES[kind];
    return primitive === undefined ? this.#table.add(this.#madeType(kind, reader)) : this.#table.primitive(primitive);
  }

  function(reader: ByteReader, isAsync: boolean): TypeIndex {
    const parameters = readEach(reader, () => this.#named(reader));
    const hasResult = reader.byte() === HAS_RESULT;
    const result = hasResult ? this.#used(reader) : null;
    if (!hasResult) reader.byte();
    return this.#table.add({ kind: "function", isAsync, parameters, result });
  }

  /** Reads a primitive type, or the index of a type defined earlier. */
  #used(reader: ByteReader): TypeIndex {
    const primitive = PRIMITIVES[reader.next];
    if (primitive === undefined) return this.#typeAt(reader.number());
    reader.byte();
    return this.#table.primitive(primitive);
  }

  #optional(reader: ByteReader): TypeIndex | null {
    return reader.byte() === ABSENT ? null : this.#used(reader);
  }

  #named(reader: ByteReader): NamedType {
    return { name: readName(reader), type: this.#used(reader) };
  }

  #case(reader: ByteReader): VariantCase {
    const found = { name: readName(reader), type: this.#optional(reader) };
    reader.byte(); // "refines" of a case, which the format dropped
    return found;
  }

  #madeType(kind: number, reader: ByteReader): WitType {
    switch (kind) {
      case 0x72:
        return { kind: "record", fields: readEach(reader, () => this.#named(reader)) };
      case 0x71:
        return { kind: "variant", cases: readEach(reader, () => this.#case(reader)) };
      case 0x70:
        return { kind: "list", of: this.#used(reader) };
      case 0x6f:
        return { kind: "tuple", of: readEach(reader, () => this.#used(reader)) };
      case 0x6e:
        return { kind: "flags", names: readEach(reader, () => readName(reader)) };
      case 0x6d:
        return { kind: "enum", names: readEach(reader, () => readName(reader)) };
      case 0x6b:
        return { kind: "option", of: this.#used(reader) };
      case 0x6a:
        return { kind: "result", ok: this.#optional(reader), error: this.#optional(reader) };
      case 0x69:
        return { kind: "own", of: this.#used(reader) };
      case 0x68:
        return { kind: "borrow", of: this.#used(reader) };
      case 0x67:
        return { kind: "list", of: this.#used(reader), length: reader.number() };
      case 0x66:
        return { kind: "stream", of: this.#optional(reader) };
      case 0x65:
        return { kind: "future", of: this.#optional(reader) };
      case 0x63:
        return { kind: "map", key: this.#used(reader), value: this.#used(reader) };
      default:
        return unknown("type", kind);
    }
  }
}

/** Reads a count, then that many items. */
export function readEach<T>(reader: ByteReader, read: () => T): T[] {
  return Array.from({ length: reader.count() }, read);
}

export function readName(reader: ByteReader): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(reader.take(reader.number()));
}

/** @throws LoadError always. */
export function unknown(what: string, code: number): never {
  throw new LoadError("unsupported", `the component has an unknown ${what}: 0x${code.toString(16)}`);
}

const ABSENT = 0x00;
const HAS_RESULT = 0x00;

const PRIMITIVES: Readonly<Record<number, PrimitiveKind>> = {
  127: "bool",
  126: "s8",
  125: "u8",
  124: "s16",
  123: "u16",
  122: "s32",
  121: "u32",
  120: "s64",
  119: "u64",
  118: "f32",
  117: "f64",
  116: "char",
  115: "string",
  100: "error-context",
};
