import { isNamedKind, printDefinition, printType } from "../types/printed-type.ts";
import { type TypeTable, typeAt } from "../types/type-table.ts";
import type { TypeIndex, WitType } from "../types/wit-type.ts";
import { FUNCTION, type InstanceShape, type Item, isInstance, TYPE } from "./component-scope.ts";
import type { ComponentShape } from "./component-shape.ts";

/** An imported interface as the component declares it: WIT texts by the names of functions and types. */
export interface DeclaredInterface {
  readonly functions: Readonly<Record<string, string>>;
  /** Definitions of the types that the functions refer to by name. */
  readonly types: Readonly<Record<string, string>>;
}

/**
 * Returns the declarations of each import, by names such as `airssys:wasm/storage@0.1.0`. An import that is not an
 * interface has no functions.
 *
 * @throws LoadError `unsupported` for a type of too many parts
 */
export function declaredImports({ imports, table }: ComponentShape): ReadonlyMap<string, DeclaredInterface> {
  return new Map(
    [...imports].flatMap(([name, item]): [string, DeclaredInterface][] => {
      if (isAlias(item, table)) return [];
      return [[name, isInstance(item.shape) ? declared(item.shape, table.types) : { functions: {}, types: {} }]];
    }),
  );
}

/**
 * Returns whether an import only gives a name to a type of an interface, which asks nothing of a host. A resource is
 * more than an alias.
 */
function isAlias({ sort, shape }: Item, table: TypeTable): boolean {
  return sort === TYPE && typeof shape === "number" && table.at(shape).kind !== "resource";
}

/** Prints the functions and types of an instance. */
function declared({ exports }: InstanceShape, types: readonly WitType[]): DeclaredInterface {
  const items = [...exports].flatMap(([name, { sort, shape }]) => {
    return typeof shape === "number" ? [{ name, sort, shape }] : [];
  });
  const named = items.filter(({ sort, shape }) => sort === TYPE && isNamedKind(typeAt(types, shape)));
  const names = new Map(named.map(({ name, shape }): [TypeIndex, string] => [shape, name]));
  return {
    functions: texts(
      items.filter(({ sort }) => sort === FUNCTION),
      (shape) => printType(types, shape, names),
    ),
    types: texts(named, (shape) => printDefinition(types, shape, names)),
  };
}

function texts(
  items: readonly { readonly name: string; readonly shape: TypeIndex }[],
  print: (shape: TypeIndex) => string,
): Record<string, string> {
  return Object.fromEntries(items.map(({ name, shape }) => [name, print(shape)]));
}
