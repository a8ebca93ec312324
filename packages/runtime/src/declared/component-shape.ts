import { Reader, sectionsOf } from "../structure/core-module.ts";
import { TypeTable } from "../types/type-table.ts";
import { readCanonical } from "./canonical-functions.ts";
import {
  COMPONENT,
  ComponentScope,
  INSTANCE,
  type InstanceShape,
  type Item,
  readExternName,
  TYPE,
} from "./component-scope.ts";
import { readEach } from "./type-reader.ts";

/** What a component imports and exports, with the table of the types of all that. */
export interface ComponentShape extends InstanceShape {
  readonly table: TypeTable;
}

/**
 * Reads what a component imports and exports, with its types.
 *
 * @throws RangeError or TypeError if it is no component; LoadError `unsupported` if it is written in a form that is not
 * known here
 */
export function readComponent(component: Uint8Array): ComponentShape {
  const table = new TypeTable();
  return { table, ...shapeOf(component, new ComponentScope(table)) };
}

const COMPONENT_SECTION = 4;
const INSTANCE_SECTION = 5;
const ALIAS_SECTION = 6;
const TYPE_SECTION = 7;
const CANONICAL_SECTION = 8;
const IMPORT_SECTION = 10;
const EXPORT_SECTION = 11;

function shapeOf(component: Uint8Array, scope: ComponentScope): InstanceShape {
  const imports = new Map<string, Item>();
  const exports = new Map<string, Item>();
  for (const { id, content } of sectionsOf(component)) {
    const reader = new Reader(content);
    if (id === COMPONENT_SECTION)
      scope.add({ sort: COMPONENT, shape: shapeOf(content, new ComponentScope(scope.table, scope)) });
    if (id === INSTANCE_SECTION)
      readEach(reader, () => scope.add({ sort: INSTANCE, shape: scope.readInstance(reader) }));
    if (id === ALIAS_SECTION) readEach(reader, () => scope.readAlias(reader));
    if (id === TYPE_SECTION) readEach(reader, () => scope.add({ sort: TYPE, shape: scope.readDefinition(reader) }));
    if (id === CANONICAL_SECTION) readEach(reader, () => readCanonical(reader, scope));
    if (id === IMPORT_SECTION) readEach(reader, () => imports.set(...readImport(reader, scope)));
    if (id === EXPORT_SECTION) readEach(reader, () => exports.set(...scope.readExport(reader)));
  }
  return { imports, exports };
}

function readImport(reader: Reader, scope: ComponentScope): [string, Item] {
  const name = readExternName(reader);
  const item = scope.readDescription(reader);
  scope.add(item);
  return [name, item];
}
