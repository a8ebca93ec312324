import type { ByteReader } from "./byte-reader.ts";
import { choice, enumeration, flags, type Layout, POINTED, plain, product } from "./layout.ts";
import { readExternName, readLabel } from "./names.ts";
import { COMPONENT, CORE, FUNCTION, INSTANCE, Scope, TYPE } from "./scope.ts";
import {
  composeShape,
  HANDLE,
  type InstanceShape,
  isInstanceShape,
  type Shape,
  simpleShape,
  type TypeShape,
  unsupported,
} from "./shapes.ts";
import { TYPE_NESTING_MAX } from "./structure-limits.ts";
import type { Tally } from "./tally.ts";

// Component Model, binary format (design/mvp/Binary.md), "Type Definitions".

/**
 * Reads a definition of the type section.
 *
 * @param nesting number of types around it.
 */
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
      throw unsupported("an asynchronous function type, which the contract never needs");
    case 0x3f:
      return readResource(reader);
    default:
      return readDefinedType(kind, reader, scope, tally);
  }
}

/** Reads a primitive type, or the index of a type defined earlier. */
function readValueType(reader: ByteReader, scope: Scope): TypeShape {
  const primitive = PRIMITIVES[reader.next];
  if (primitive === undefined) return typeAt(scope, reader.number());
  reader.skip(1);
  return primitive;
}

/** Returns the shape of a type that can have values. */
export function typeAt(scope: Scope, index: number): TypeShape {
  const shape = scope.at(TYPE, index);
  if (shape === undefined || isInstanceShape(shape))
    throw unsupported("a value or a function of a type that cannot have values");
  return shape;
}

/** Reads the sort of an item that is referred to. */
export function readSort(reader: ByteReader): number {
  const sort = reader.byte();
  if (sort === CORE) reader.skip(1);
  return sort;
}

/** Reads the declared type of an import or an export. */
export function readDescription(reader: ByteReader, scope: Scope): { readonly sort: number; readonly shape: Shape } {
  const sort = readSort(reader);
  if (sort === FUNCTION) return { sort, shape: typeAt(scope, reader.number()) };
  if (sort === TYPE) return { sort, shape: readBound(reader, scope) };
  if (sort !== INSTANCE && sort !== COMPONENT) throw unsupported(`imports or exports of the sort ${sort}`);
  const shape = scope.at(TYPE, reader.number());
  if (!isInstanceShape(shape)) throw unsupported("an instance whose type is not an instance type");
  return { sort, shape };
}

/** Reads a type bound: the same as another type, or a new resource. */
function readBound(reader: ByteReader, scope: Scope): Shape {
  if (reader.byte() !== SAME_AS) return HANDLE;
  return scope.at(TYPE, reader.number()) ?? HANDLE;
}

function readFunctionType(reader: ByteReader, scope: Scope): TypeShape {
  const parts: TypeShape[] = [];
  reader.each(() => {
    readLabel(reader);
    parts.push(readValueType(reader, scope));
  }, 2);
  parts.push(...readResult(reader, scope));
  return composeShape(parts, HANDLE.layout);
}

/** Reads the result of a function, if it has one. */
function readResult(reader: ByteReader, scope: Scope): TypeShape[] {
  if (reader.byte() === HAS_RESULT) return [readValueType(reader, scope)];
  if (reader.byte() !== 0) throw unsupported("a function with several named results");
  return [];
}

function readResource(reader: ByteReader): TypeShape {
  reader.skip(1);
  if (reader.byte() !== ABSENT) reader.number();
  return HANDLE;
}

function readDefinedType(kind: number, reader: ByteReader, scope: Scope, tally: Tally): TypeShape {
  const used = () => readValueType(reader, scope);
  const optional = () => (reader.byte() === ABSENT ? undefined : used());
  switch (kind) {
    case 0x72: // record
      return productShape(readList(reader, () => readLabelled(reader, used), 2));
    case 0x6f: // tuple
      return productShape(readList(reader, used));
    case 0x71: // variant
      return choiceShape(readList(reader, () => readCase(reader, optional), 3));
    case 0x6b: // option
      return choiceShape([undefined, used()]);
    case 0x6a: // result
      return choiceShape([optional(), optional()]);
    case 0x70: // list
      return listShape(used(), tally);
    case 0x6e: // flags
      return namesShape(readList(reader, () => readLabel(reader)).length, flags);
    case 0x6d: // enum
      return namesShape(readList(reader, () => readLabel(reader)).length, enumeration);
    case 0x69: // own
    case 0x68: // borrow
      typeAt(scope, reader.number());
      return HANDLE;
    default:
      return PRIMITIVES[kind] ?? unknownKind(kind);
  }
}

function readLabelled<T>(reader: ByteReader, read: () => T): T {
  readLabel(reader);
  return read();
}

function readCase(reader: ByteReader, optional: () => TypeShape | undefined): TypeShape | undefined {
  const payload = readLabelled(reader, optional);
  reader.skip(1); // "refines" of a case, which the format dropped
  return payload;
}

function readList<T>(reader: ByteReader, read: () => T, bytesEach = 1): T[] {
  const found: T[] = [];
  reader.each(() => found.push(read()), bytesEach);
  return found;
}

function productShape(parts: readonly TypeShape[]): TypeShape {
  return composeShape(parts, product(parts.map(({ layout }) => layout)));
}

function choiceShape(cases: readonly (TypeShape | undefined)[]): TypeShape {
  const parts = cases.filter((each) => each !== undefined);
  return composeShape(parts, choice(cases.map((each) => each?.layout)), cases.length - parts.length);
}

function namesShape(names: number, layout: (names: number) => Layout): TypeShape {
  return composeShape([], layout(names), names);
}

function listShape(item: TypeShape, tally: Tally): TypeShape {
  tally.list(item.layout);
  return composeShape([item], POINTED);
}

function unknownKind(kind: number): never {
  throw unsupported(`a type of the kind 0x${kind.toString(16)}`);
}

/** Reads the type of an instance or a component, which has its own index spaces. */
function readDeclarations(reader: ByteReader, outer: Scope, tally: Tally, nesting: number): InstanceShape {
  if (nesting > TYPE_NESTING_MAX) throw unsupported(`types nested more than ${TYPE_NESTING_MAX} deep`);
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

/**
 * Reads an alias inside of a type. Only types can be aliased there: a type further out, or one that an instance
 * exports.
 */
function readTypeAlias(reader: ByteReader, scope: Scope): void {
  const sort = readSort(reader);
  const target = reader.byte();
  const from = reader.number();
  if (target === OF_OUTER) scope.add(sort, scope.above(from).at(sort, reader.number()));
  else if (target === OF_EXPORT) scope.add(sort, scope.instanceExport(from, readExternName(reader)));
  else throw unsupported("an alias of a core item inside of a type");
}

/** Reads the name of an import or an export, with the byte before it that says how it is written. */
export function readItemName(reader: ByteReader): string {
  const form = reader.byte();
  if (form > 1) throw unsupported(`a name of the form ${form}`);
  return readExternName(reader);
}

const ONE = simpleShape(plain(1));
const TWO = simpleShape(plain(2));
const FOUR = simpleShape(plain(4));
const EIGHT = simpleShape(plain(8));

/** Shapes of bool, the numbers from s8 to f64, char and string, by their code. */
const PRIMITIVES: Readonly<Record<number, TypeShape>> = {
  127: ONE,
  126: ONE,
  125: ONE,
  124: TWO,
  123: TWO,
  122: FOUR,
  121: FOUR,
  120: EIGHT,
  119: EIGHT,
  118: FOUR,
  117: EIGHT,
  116: FOUR,
  115: simpleShape(POINTED),
};

const ABSENT = 0x00;
const HAS_RESULT = 0x00;
const SAME_AS = 0x00;
const OF_EXPORT = 0x00;
const OF_OUTER = 0x02;
const DECLARES_TYPE = 0x01;
const DECLARES_ALIAS = 0x02;
const DECLARES_IMPORT = 0x03;
const DECLARES_EXPORT = 0x04;
