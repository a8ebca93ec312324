import { ByteReader } from "../structure/byte-reader.ts";
import { readSections } from "../structure/section.ts";
import type { FunctionTypes } from "../types/function-types.ts";
import { isInstance } from "./component-scope.ts";
import { readComponent } from "./component-shape.ts";
import { functionsAmong } from "./found-functions.ts";
import { readName } from "./type-reader.ts";

/** Functions that a world imports and exports, with their types. */
export interface DeclaredWorld {
  readonly imports: FunctionTypes;
  readonly exports: FunctionTypes;
}

/**
 * Reads the world that a core module was built for, from its section `component-type`.
 *
 * @throws TypeError if the module has no such section; Error if its bytes are malformed; LoadError `unsupported` for an
 * unknown form of the binary format
 */
export function declaredWorld(module: Uint8Array): DeclaredWorld {
  for (const { id, content } of readSections(module)) {
    const reader = new ByteReader(content);
    if (id === CUSTOM_SECTION && readName(reader).startsWith("component-type")) return worldIn(reader.rest());
  }
  throw new TypeError("the module does not say for which world it was made");
}

const CUSTOM_SECTION = 0;

/**
 * The section is a component that exports one type: a component type, whose export is the component type of the world.
 */
function worldIn(section: Uint8Array): DeclaredWorld {
  const { exports, table } = readComponent(section);
  const [outer] = [...exports.values()].flatMap(({ shape }) => (isInstance(shape) ? [...shape.exports.values()] : []));
  if (!isInstance(outer?.shape)) throw new TypeError("the module does not say for which world it was made");
  const { shape } = outer;
  return { imports: functionsAmong(shape.imports, table.types), exports: functionsAmong(shape.exports, table.types) };
}
