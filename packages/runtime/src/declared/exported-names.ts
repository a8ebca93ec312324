import { ByteReader } from "../structure/byte-reader.ts";
import { readSections } from "../structure/section.ts";
import { TypeTable } from "../types/type-table.ts";
import { ComponentScope } from "./component-scope.ts";
import { readEach } from "./type-reader.ts";

/**
 * Returns the names of everything that a component and the instances inside of it export, functions of exported
 * interfaces included.
 *
 * @param component the bytes of a valid component.
 */
export function exportedNames(component: Uint8Array): ReadonlySet<string> {
  return new Set(namesIn(component));
}

const COMPONENT_SECTION = 4;
const INSTANCE_SECTION = 5;
const EXPORT_SECTION = 11;

function namesIn(component: Uint8Array): string[] {
  return readSections(component).flatMap(({ id, content }) => {
    const reader = new ByteReader(content);
    const scope = new ComponentScope(new TypeTable());
    if (id === COMPONENT_SECTION) return namesIn(content);
    if (id === INSTANCE_SECTION) return readEach(reader, () => [...scope.readInstance(reader).exports.keys()]).flat();
    if (id === EXPORT_SECTION) return readEach(reader, () => scope.readExport(reader)[0]);
    return [];
  });
}
