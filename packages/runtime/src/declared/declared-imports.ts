import { Reader, sectionsOf } from "../transpile/core-module.ts";
import {
  ComponentScope,
  FUNCTION,
  INSTANCE,
  type InstanceShape,
  type Item,
  isInstance,
  readExternName,
  readInstance,
  TYPE,
} from "./component-scope.ts";
import { printDefinition, printType, type WitType } from "./wit-type.ts";
import { readEach } from "./wit-type-reader.ts";

/** What a component says of an interface that it imports: texts of WIT by the names of functions and types. */
export interface DeclaredInterface {
  readonly functions: Readonly<Record<string, string>>;
  /** What the types are made of that go by a name in the functions. */
  readonly types: Readonly<Record<string, string>>;
}

/**
 * What a component says of each of its imports, by names such as `airssys:wasm/storage@0.1.0`. An import that is no interface is one
 * without functions.
 *
 * @throws RangeError or TypeError if the bytes are no component; LoadError `unsupported` if one is written in a form that is not known here.
 */
export function declaredImports(component: Uint8Array): ReadonlyMap<string, DeclaredInterface> {
  const scope = new ComponentScope();
  const imports = new Map<string, DeclaredInterface>();
  for (const { id, content } of sectionsOf(component)) {
    const reader = new Reader(content);
    if (id === INSTANCE_SECTION) readEach(reader, () => addOwnInstance(reader, scope));
    if (id === ALIAS_SECTION) readEach(reader, () => scope.readAlias(reader));
    if (id === TYPE_SECTION) readEach(reader, () => scope.add({ sort: TYPE, shape: scope.readDefinition(reader) }));
    if (id === IMPORT_SECTION) readEach(reader, () => readImport(reader, scope, imports));
    if (id === EXPORT_SECTION) readEach(reader, () => scope.readExport(reader));
  }
  return imports;
}

const INSTANCE_SECTION = 5;
const ALIAS_SECTION = 6;
const TYPE_SECTION = 7;
const IMPORT_SECTION = 10;
const EXPORT_SECTION = 11;

/** One that the component makes itself, of whose types no import is made. */
function addOwnInstance(reader: Reader, scope: ComponentScope): void {
  readInstance(reader);
  scope.add({ sort: INSTANCE, shape: undefined });
}

function readImport(reader: Reader, scope: ComponentScope, imports: Map<string, DeclaredInterface>): void {
  const name = readExternName(reader);
  const item = scope.readDescription(reader);
  scope.add(item);
  if (isAlias(item)) return;
  imports.set(name, isInstance(item.shape) ? declared(item.shape) : { functions: {}, types: {} });
}

/** A type of an interface to which a world gives a name, which asks nothing of a host. Only resources are more than what they are made of. */
function isAlias({ sort, shape }: Item): boolean {
  return sort === TYPE && shape !== undefined && !isInstance(shape) && shape.parts[0] !== "resource";
}

/** The texts of what an instance has. */
export function declared({ exports }: InstanceShape): DeclaredInterface {
  const items = [...exports].flatMap(([name, { sort, shape }]) => {
    return shape === undefined || isInstance(shape) ? [] : [{ name, sort, shape }];
  });
  const named = items.filter(({ sort, shape }) => sort === TYPE && shape.isNamed);
  const names = new Map<WitType, string>(named.map(({ name, shape }) => [shape, name]));
  return {
    functions: texts(
      items.filter(({ sort }) => sort === FUNCTION),
      (shape) => printType(shape, names),
    ),
    types: texts(named, (shape) => printDefinition(shape, names)),
  };
}

function texts(
  items: readonly { readonly name: string; readonly shape: WitType }[],
  print: (shape: WitType) => string,
): Record<string, string> {
  return Object.fromEntries(items.map(({ name, shape }) => [name, print(shape)]));
}
