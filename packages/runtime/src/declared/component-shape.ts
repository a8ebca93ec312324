import { ByteReader } from "../structure/byte-reader.ts";
import { readSections } from "../structure/section.ts";
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

/** Imports and exports of a component, with the table of their types. */
export interface ComponentShape extends InstanceShape {
  readonly table: TypeTable;
}

/**
 * Reads the imports and exports of a component with their types.
 *
 * This is the second of two readers, on purpose. `structure/` reads every byte of a component first and bounds hostile
 * input, but keeps no types. This one reads the outline that `structure/` leaves, or WIT in binary form, and gives full
 * types. Both share ByteReader and the sections.
 *
 * @throws MalformedError or TypeError for bytes that are not a component; LoadError `unsupported` for an unknown form
 * of the binary format
 */
export function readComponent(component: Uint8Array): ComponentShape {
  const table = new TypeTable();
  return { table, ...readItems(component, new ComponentScope(table)) };
}

const COMPONENT_SECTION = 4;
const INSTANCE_SECTION = 5;
const ALIAS_SECTION = 6;
const TYPE_SECTION = 7;
const CANONICAL_SECTION = 8;
const IMPORT_SECTION = 10;
const EXPORT_SECTION = 11;

function readItems(component: Uint8Array, scope: ComponentScope): InstanceShape {
  const imports = new Map<string, Item>();
  const exports = new Map<string, Item>();
  for (const { id, content } of readSections(component)) {
    const reader = new ByteReader(content);
    if (id === COMPONENT_SECTION)
      scope.add({ sort: COMPONENT, shape: readItems(content, new ComponentScope(scope.table, scope)) });
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

function readImport(reader: ByteReader, scope: ComponentScope): [string, Item] {
  const name = readExternName(reader);
  const item = scope.readDescription(reader);
  scope.add(item);
  return [name, item];
}
