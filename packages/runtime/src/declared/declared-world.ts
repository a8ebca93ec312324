import { Reader, sectionsOf } from "../structure/core-module.ts";
import type { FunctionTypes } from "../types/function-types.ts";
import { isInstance } from "./component-scope.ts";
import { readComponent } from "./component-shape.ts";
import { functionsAmong } from "./found-functions.ts";
import { readName } from "./type-reader.ts";

/** The functions that a world imports and exports, with all of their types. */
export interface DeclaredWorld {
  readonly imports: FunctionTypes;
  readonly exports: FunctionTypes;
}

/**
 * What is said of the world that a core module was made for, in its section `component-type`.
 *
 * @throws RangeError or TypeError if the module has none; LoadError `unsupported` if it is written in a form that is
 * not known here.
 */
export function declaredWorld(module: Uint8Array): DeclaredWorld {
  for (const { id, content } of sectionsOf(module)) {
    const reader = new Reader(content);
    if (id === CUSTOM_SECTION && readName(reader).startsWith("component-type")) return worldIn(reader.rest());
  }
  throw new TypeError("the module does not say for which world it was made");
}

const CUSTOM_SECTION = 0;

/** The section is a component that exports one type, that of a component which exports the world: another one. */
function worldIn(section: Uint8Array): DeclaredWorld {
  const { exports, table } = readComponent(section);
  const [outer] = [...exports.values()].flatMap(({ shape }) => (isInstance(shape) ? [...shape.exports.values()] : []));
  if (!isInstance(outer?.shape)) throw new TypeError("the module does not say for which world it was made");
  const { shape } = outer;
  return { imports: functionsAmong(shape.imports, table.types), exports: functionsAmong(shape.exports, table.types) };
}
