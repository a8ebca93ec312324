import { LoadError } from "../errors/load-error.ts";
import type { Reader } from "../structure/core-module.ts";
import type { TypeTable } from "../types/type-table.ts";
import type { NamedType, PrimitiveKind, TypeIndex, VariantCase, WitType } from "../types/wit-type.ts";

// Component Model, binary format (design/mvp/Binary.md): types of values, functions and resources. The bytes may be
// anything: what is no component ends too early, or has what is not known here.

/** Gives the type with an index of a component. */
export type TypeAt = (index: number) => TypeIndex;

/** Reads types of one component, or of a part of it, into a table. */
export class TypeReader {
  readonly #table: TypeTable;
  readonly #typeAt: TypeAt;

  constructor(table: TypeTable, typeAt: TypeAt) {
    this.#table = table;
    this.#typeAt = typeAt;
  }

  /** @param kind the first byte, which was read already. */
  value(kind: number, reader: Reader): TypeIndex {
    const primitive = PRIMITIVES[kind];
    return primitive === undefined ? this.#table.add(this.#madeType(kind, reader)) : this.#table.primitive(primitive);
  }

  function(reader: Reader, isAsync: boolean): TypeIndex {
    const parameters = readEach(reader, () => this.#named(reader));
    const hasResult = reader.byte() === HAS_RESULT;
    const result = hasResult ? this.#used(reader) : null;
    if (!hasResult) reader.byte();
    return this.#table.add({ kind: "function", isAsync, parameters, result });
  }

  /** A primitive type, or the index of one that was defined before. */
  #used(reader: Reader): TypeIndex {
    const primitive = PRIMITIVES[reader.next ?? 0];
    if (primitive === undefined) return this.#typeAt(reader.number());
    reader.byte();
    return this.#table.primitive(primitive);
  }

  #optional(reader: Reader): TypeIndex | null {
    return reader.byte() === ABSENT ? null : this.#used(reader);
  }

  #named(reader: Reader): NamedType {
    return { name: readName(reader), type: this.#used(reader) };
  }

  #case(reader: Reader): VariantCase {
    const found = { name: readName(reader), type: this.#optional(reader) };
    reader.byte(); // of a case that refines another, which the format does not have any more
    return found;
  }

  #madeType(kind: number, reader: Reader): WitType {
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

/** Reads as many as the number that comes first says. */
export function readEach<T>(reader: Reader, read: () => T): T[] {
  return Array.from({ length: reader.number() }, read);
}

export function readName(reader: Reader): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(reader.bytes(reader.number()));
}

/** @throws LoadError always. */
export function unknown(what: string, code: number): never {
  throw new LoadError("unsupported", `the component has a ${what} that is not known here: 0x${code.toString(16)}`);
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
