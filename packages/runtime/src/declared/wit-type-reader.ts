import { LoadError } from "../load-error.ts";
import type { Reader } from "../transpile/core-module.ts";
import { listed, namedType, type WitType, witType } from "./wit-type.ts";

// Component Model, binary format (design/mvp/Binary.md): types of values, functions and resources. The bytes may be
// anything: what is no component ends too early, or has what is not known here.

/** Gives the type with an index. */
export type TypeAt = (index: number) => WitType;

type Part = string | WitType;

/** A primitive type, or the index of one that was defined before. */
function readUsedType(reader: Reader, typeAt: TypeAt): WitType {
  const primitive = PRIMITIVES[reader.next ?? 0];
  if (primitive === undefined) return typeAt(reader.number());
  reader.byte();
  return primitive;
}

/** @param kind the first byte, which was read already. */
export function readValueType(kind: number, reader: Reader, typeAt: TypeAt): WitType {
  const used = () => readUsedType(reader, typeAt);
  const optional = () => (reader.byte() === ABSENT ? undefined : used());
  const label = (): Part[] => [readName(reader)];
  const field = (): Part[] => [`${readName(reader)}: `, used()];
  switch (kind) {
    case 0x72:
      return namedType("record { ", ...listed(readEach(reader, field)), " }");
    case 0x71:
      return namedType("variant { ", ...listed(readEach(reader, () => readCase(reader, optional))), " }");
    case 0x70:
      return generic("list", used());
    case 0x6f:
      return generic("tuple", ...readEach(reader, used));
    case 0x6e:
      return namedType("flags { ", ...listed(readEach(reader, label)), " }");
    case 0x6d:
      return namedType("enum { ", ...listed(readEach(reader, label)), " }");
    case 0x6b:
      return generic("option", used());
    case 0x6a:
      return resultType(optional(), optional());
    case 0x69:
      return generic("own", used());
    case 0x68:
      return generic("borrow", used());
    case 0x67:
      return generic("list", used(), String(reader.number()));
    case 0x66:
      return generic("stream", optional() ?? "_");
    case 0x65:
      return generic("future", optional() ?? "_");
    case 0x63:
      return generic("map", used(), used());
    default:
      return PRIMITIVES[kind] ?? unknown("type", kind);
  }
}

export function readFunctionType(reader: Reader, typeAt: TypeAt, keyword: string): WitType {
  const parameters = readEach(reader, (): Part[] => [`${readName(reader)}: `, readUsedType(reader, typeAt)]);
  const hasResult = reader.byte() === HAS_RESULT;
  const result = hasResult ? [" -> ", readUsedType(reader, typeAt)] : [];
  if (!hasResult) reader.byte();
  return witType(`${keyword}(`, ...listed(parameters), ")", ...result);
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

function readCase(reader: Reader, optional: () => WitType | undefined): Part[] {
  const name = readName(reader);
  const payload = optional();
  reader.byte(); // of a case that refines another, which the format does not have any more
  return payload === undefined ? [name] : [name, "(", payload, ")"];
}

function resultType(ok: WitType | undefined, error: WitType | undefined): WitType {
  return generic("result", ok ?? "_", error ?? "_");
}

function generic(name: string, ...types: readonly Part[]): WitType {
  return witType(`${name}<`, ...listed(types.map((type) => [type])), ">");
}

const ABSENT = 0x00;
const HAS_RESULT = 0x00;

const PRIMITIVES: Readonly<Record<number, WitType>> = {
  127: witType("bool"),
  126: witType("s8"),
  125: witType("u8"),
  124: witType("s16"),
  123: witType("u16"),
  122: witType("s32"),
  121: witType("u32"),
  120: witType("s64"),
  119: witType("u64"),
  118: witType("f32"),
  117: witType("f64"),
  116: witType("char"),
  115: witType("string"),
  100: witType("error-context"),
};
