import type { ByteReader } from "./byte-reader.ts";
import { readExternName, readLabel } from "./names.ts";
import { COMPONENT, CORE, FUNCTION, INSTANCE, Scope, TYPE } from "./scope.ts";
import {
  composed,
  type InstanceShape,
  isInstanceShape,
  PLAIN,
  type Shape,
  type TypeShape,
  unsupported,
} from "./shapes.ts";
import { TYPE_NESTING_MAX } from "./structure-limits.ts";
import type { Tally } from "./tally.ts";

// Component Model, binary format (design/mvp/Binary.md), "Type Definitions".

/** A definition in a section of types. @param nesting number of types that it is inside of. */
export function readDefinition(reader: ByteReader, scope: Scope, tally: Tally, nesting = 0): Shape {
  tally.count("types");
  const kind = reader.byte();
  switch (kind) {
    case 0x40:
      return readFunctionType(reader, scope);
    case 0x41:
    case 0x42:
      return readDeclarations(reader, scope, tally, nesting + 1);
    case 0x43:
      throw unsupported("an asynchronous function type, of which the contract has none");
    case 0x3f:
      return readResource(reader);
    default:
      return readDefinedType(kind, reader, scope);
  }
}

/** A primitive type, or one that was defined before. */
function readValueType(reader: ByteReader, scope: Scope): TypeShape {
  if (isPrimitive(reader.next)) {
    reader.skip(1);
    return PLAIN;
  }
  return typeAt(scope, reader.number());
}

/** The shape of the type with an index, of which there can be values. */
export function typeAt(scope: Scope, index: number): TypeShape {
  const shape = scope.at(TYPE, index);
  if (shape === undefined || isInstanceShape(shape)) throw unsupported("a value or a function of a type that has none");
  return shape;
}

/** The sort of an item that is referred to. */
export function readSort(reader: ByteReader): number {
  const sort = reader.byte();
  if (sort === CORE) reader.skip(1);
  return sort;
}

/** The type that an import or an export is said to have. */
export function readDescription(reader: ByteReader, scope: Scope): { readonly sort: number; readonly shape: Shape } {
  const sort = readSort(reader);
  if (sort === FUNCTION) return { sort, shape: typeAt(scope, reader.number()) };
  if (sort === TYPE) return { sort, shape: readBound(reader, scope) };
  if (sort !== INSTANCE && sort !== COMPONENT) throw unsupported(`imports or exports of the sort ${sort}`);
  const shape = scope.at(TYPE, reader.number());
  if (!isInstanceShape(shape)) throw unsupported("an instance of a type that is none of an instance");
  return { sort, shape };
}

/** The same type as another one, or a resource that is new. */
function readBound(reader: ByteReader, scope: Scope): Shape {
  if (reader.byte() !== SAME_AS) return PLAIN;
  return scope.at(TYPE, reader.number()) ?? PLAIN;
}

function readFunctionType(reader: ByteReader, scope: Scope): TypeShape {
  const parts: TypeShape[] = [];
  reader.each(() => {
    readLabel(reader);
    parts.push(readValueType(reader, scope));
  }, 2);
  parts.push(...readResult(reader, scope));
  return composed(parts);
}

/** The result of a function, if it has one. */
function readResult(reader: ByteReader, scope: Scope): TypeShape[] {
  if (reader.byte() === HAS_RESULT) return [readValueType(reader, scope)];
  if (reader.byte() !== 0) throw unsupported("a function with several named results");
  return [];
}

function readResource(reader: ByteReader): TypeShape {
  reader.skip(1);
  if (reader.byte() !== ABSENT) reader.number();
  return PLAIN;
}

function readDefinedType(kind: number, reader: ByteReader, scope: Scope): TypeShape {
  const parts: TypeShape[] = [];
  const used = () => parts.push(readValueType(reader, scope));
  const optional = () => reader.byte() === ABSENT || used();
  switch (kind) {
    case 0x72: // record
      reader.each(() => [readLabel(reader), used()], 2);
      break;
    case 0x71: // variant
      reader.each(() => [readLabel(reader), optional(), reader.skip(1)], 3);
      break;
    case 0x6f: // tuple
      reader.each(used);
      break;
    case 0x6e: // flags
    case 0x6d: // enum
      reader.each(() => parts.push(readLabelAsPart(reader)), 1);
      break;
    case 0x70: // list
    case 0x6b: // option
      used();
      break;
    case 0x6a: // result
      optional();
      optional();
      break;
    case 0x69: // own
    case 0x68: // borrow
      typeAt(scope, reader.number());
      break;
    default:
      if (!isPrimitive(kind)) throw unsupported(`a type of the kind 0x${kind.toString(16)}`);
  }
  return composed(parts);
}

function readLabelAsPart(reader: ByteReader): TypeShape {
  readLabel(reader);
  return PLAIN;
}

/** The type of an instance or a component, which has indices of its own. */
function readDeclarations(reader: ByteReader, outer: Scope, tally: Tally, nesting: number): InstanceShape {
  if (nesting > TYPE_NESTING_MAX)
    throw unsupported(`types that are more than ${TYPE_NESTING_MAX} deep inside of each other`);
  const scope = new Scope(outer);
  const exports = new Map<string, Shape>();
  reader.each(() => {
    const kind = reader.byte();
    if (kind === DECLARES_TYPE) return scope.add(TYPE, readDefinition(reader, scope, tally, nesting));
    if (kind === DECLARES_ALIAS) return readTypeAlias(reader, scope);
    if (kind !== DECLARES_IMPORT && kind !== DECLARES_EXPORT) throw unsupported(`a declaration of the kind ${kind}`);
    tally.count(kind === DECLARES_IMPORT ? "imports" : "exports");
    const name = readItemName(reader);
    const { sort, shape } = readDescription(reader, scope);
    scope.add(sort, shape);
    if (kind === DECLARES_EXPORT) exports.set(name, shape);
  }, 2);
  return { exports };
}

/** Inside of a type there are aliases of types alone: of a type further out, or of one that an instance exports. */
function readTypeAlias(reader: ByteReader, scope: Scope): void {
  const sort = readSort(reader);
  const target = reader.byte();
  const from = reader.number();
  if (target === OF_OUTER) scope.add(sort, scope.above(from).at(sort, reader.number()));
  else if (target === OF_EXPORT) scope.add(sort, scope.exportOf(from, readExternName(reader)));
  else throw unsupported("an alias of a core item inside of a type");
}

/** The name of an import or an export, with the byte before it that says how it is written. */
export function readItemName(reader: ByteReader): string {
  const form = reader.byte();
  if (form > 1) throw unsupported(`a name of the form ${form}`);
  return readExternName(reader);
}

function isPrimitive(kind: number): boolean {
  return kind >= 0x73 && kind <= 0x7f;
}

const ABSENT = 0x00;
const HAS_RESULT = 0x00;
const SAME_AS = 0x00;
const OF_EXPORT = 0x00;
const OF_OUTER = 0x02;
const DECLARES_TYPE = 0x01;
const DECLARES_ALIAS = 0x02;
const DECLARES_IMPORT = 0x03;
const DECLARES_EXPORT = 0x04;
