import { formatLocation, locationAt } from "../errors/location.ts";
import type { World } from "../wit/wit-world.ts";
import { COLLECTION_NEEDS } from "./collection-needs.ts";
import type { BundleTrace } from "./trace.ts";

/**
 * Warns of collections that are imported from `@airssys/collections` and need interfaces that the world does not
 * import. Such a component builds, and the collection throws when it is used.
 *
 * @param files the files of the component that are the user's own.
 */
export function warnOfCollections(files: readonly string[], world: World, trace: BundleTrace): string[] {
  return files.flatMap((file) => {
    const text = trace.textOf(file) ?? "";
    return importedCollections(text).flatMap(({ name, offset }) => {
      const missing = missingInterfaces(name, world);
      if (missing.length === 0) return [];
      const lines = missing.map((id) => `"import ${id};"`).join(" and ");
      return [
        `${formatLocation(locationAt(file, text, offset))}: ${name} needs ${missing.join(" and ")}, which the world ` +
          `"${world.name}" does not import: add ${lines} to it, or "include airssys:wasm/stateful@0.1.0;"`,
      ];
    });
  });
}

const IMPORT = /(?<=import\s*(?:[\w$]+\s*,\s*)?\{)[^}]*(?=\}\s*from\s*["']@airssys\/collections["'])/g;

/** The names of collections that import statements of a file name, with their offsets. */
function importedCollections(text: string): { name: string; offset: number }[] {
  return Array.from(text.matchAll(IMPORT)).flatMap((list) =>
    Array.from(list[0].matchAll(IMPORTED_NAME), ({ index, 1: name = "" }) => ({ name, offset: list.index + index })),
  );
}

/** A name as it is exported: not the one after `as`, and not that of a type. */
const IMPORTED_NAME = /(?<=^\s*|,\s*)(?!type\s+[\w$])([\w$]+)/g;

function missingInterfaces(name: string, world: World): string[] {
  const needs = COLLECTION_NEEDS.get(name) ?? [];
  return needs.map((need) => `airssys:wasm/${need}@0.1.0`).filter((id) => !world.imports.includes(id));
}
