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
      return readDefinedType(kind, reader, scope, tally);
  }
}

/** A primitive type, or one that was defined before. */
function readValueType(reader: ByteReader, scope: Scope): TypeShape {
  const primitive = PRIMITIVES[reader.next];
  if (primitive === undefined) return typeAt(scope, reader.number());
  reader.skip(1);
  return primitive;
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

/** The result of a function, if it has one. */
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
  reader.skip(1); // of a case that refines another, which the format does not have any more
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
  else if (target === OF_EXPORT) scope.add(sort, scope.instanceExport(from, readExternName(reader)));
  else throw unsupported("an alias of a core item inside of a type");
}

/** The name of an import or an export, with the byte before it that says how it is written. */
export function readItemName(reader: ByteReader): string {
  const form = reader.byte();
  if (form > 1) throw unsupported(`a name of the form ${form}`);
  return readExternName(reader);
}

const ONE = simpleShape(plain(1));
const TWO = simpleShape(plain(2));
const FOUR = simpleShape(plain(4));
const EIGHT = simpleShape(plain(8));

/** bool, numbers from s8 to f64, char and string. */
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
