import { Reader, sectionsOf } from "../transpile/core-module.ts";
import { ComponentScope, FUNCTION, type InstanceShape, type Item, isInstance, TYPE } from "./component-scope.ts";
import { type DeclaredInterface, declared } from "./declared-imports.ts";
import { printType } from "./wit-type.ts";
import { readEach, readName } from "./wit-type-reader.ts";

/** What a world says of what it imports and exports. */
export interface DeclaredWorld {
  readonly imports: ReadonlyMap<string, DeclaredInterface>;
  /** The interfaces that it exports, by their names. */
  readonly exports: ReadonlyMap<string, DeclaredInterface>;
  /** The functions that it exports by themselves: texts of WIT by their names. */
  readonly functions: Readonly<Record<string, string>>;
}

/**
 * What is said of the world that a core module was made for, in its section `component-type`.
 *
 * @throws RangeError or TypeError if the module has none; LoadError `unsupported` if it is written in a form that is not known here.
 */
export function declaredWorld(module: Uint8Array): DeclaredWorld {
  const { imports, exports } = worldIn(module);
  return {
    imports: interfaces(imports),
    exports: interfaces(exports),
    functions: Object.fromEntries([...exports].flatMap(([name, item]) => functionText(name, item))),
  };
}

const CUSTOM_SECTION = 0;
const TYPE_SECTION = 7;

/** The section is a component with one type, that of a component which exports the world: another one. */
function worldIn(module: Uint8Array): InstanceShape {
  for (const { id, content } of sectionsOf(module)) {
    const reader = new Reader(content);
    if (id !== CUSTOM_SECTION || !readName(reader).startsWith("component-type")) continue;
    const [world] = typesIn(reader.rest()).flatMap((type) => (isInstance(type) ? [...type.exports.values()] : []));
    if (world !== undefined && isInstance(world.shape)) return world.shape;
  }
  throw new TypeError("the module does not say for which world it was made");
}

function typesIn(component: Uint8Array): Item["shape"][] {
  const scope = new ComponentScope();
  return sectionsOf(component).flatMap(({ id, content }) => {
    if (id !== TYPE_SECTION) return [];
    const reader = new Reader(content);
    return readEach(reader, () => {
      const shape = scope.readDefinition(reader);
      scope.add({ sort: TYPE, shape });
      return shape;
    });
  });
}

function interfaces(items: ReadonlyMap<string, Item>): ReadonlyMap<string, DeclaredInterface> {
  return new Map([...items].flatMap(([name, { shape }]) => (isInstance(shape) ? [[name, declared(shape)]] : [])));
}

function functionText(name: string, { sort, shape }: Item): [string, string][] {
  return sort === FUNCTION && shape !== undefined && !isInstance(shape) ? [[name, printType(shape, new Map())]] : [];
}
