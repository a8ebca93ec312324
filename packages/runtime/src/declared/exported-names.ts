import { Reader, sectionsOf } from "../structure/core-module.ts";
import { TypeTable } from "../types/type-table.ts";
import { ComponentScope } from "./component-scope.ts";
import { readEach } from "./type-reader.ts";

/**
 * The names of everything that a component exports, or that an instance inside of it does. The functions of the
 * interfaces that it exports are among them.
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
  return sectionsOf(component).flatMap(({ id, content }) => {
    const reader = new Reader(content);
    const scope = new ComponentScope(new TypeTable());
    if (id === COMPONENT_SECTION) return namesIn(content);
    if (id === INSTANCE_SECTION) return readEach(reader, () => [...scope.readInstance(reader).exports.keys()]).flat();
    if (id === EXPORT_SECTION) return readEach(reader, () => scope.readExport(reader)[0]);
    return [];
  });
}
