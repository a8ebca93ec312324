import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import type { Plugin } from "rolldown";
import { readWitText } from "../wit/wit-text.ts";
import { readWorld, type World } from "../wit/wit-world.ts";
import { bundle } from "./bundle.ts";
import { isOwnFile, projectOf } from "./project.ts";
import { refuseUnicodeProperties } from "./unicode-properties.ts";

/** A world that guests are made for, and what it was read from. */
export interface GuestWorld extends World {
  /** Its types, in binary: a core module whose section `component-type` holds them, as `wasm-tools` writes it. */
  readonly encoded: Uint8Array;
  /** The files of WIT, by absolute path. */
  readonly files: readonly string[];
}

/**
 * Reads the world that `componentize` would build for.
 *
 * @param wit a `.wit` file or a folder of them.
 * @param name needed unless the WIT has exactly one world.
 * @throws ComponentizeError `wit`, `world-not-found`
 */
export async function guestWorld(wit: string, name: string | undefined): Promise<GuestWorld> {
  const text = await readWitText(wit);
  const { name: chosen, imports, encoded } = await readWorld(text, name);
  return { name: chosen, imports, encoded, files: text.files };
}

/** A guest as a script, for an engine that is already there. */
export interface GuestScript {
  /**
   * The text of an expression: a function that runs the top level of the guest and answers what its entry exports. It
   * is given a function that answers what the guest imports, by the name of an interface and that of a function.
   */
  readonly code: string;
  /** Source map, version 3, as JSON. Its sources are relative to the folder of the entry. */
  readonly sourceMap: string;
  /** The interfaces of the world that the guest imports. */
  readonly imports: readonly string[];
  /** The files of code that it was made of, by absolute path. */
  readonly files: readonly string[];
}

/** Input and options of {@link guestScript}. */
export interface GuestScriptOptions {
  readonly entry: string;
  readonly world: World;
  /** The functions of each interface that the world imports, as a module imports them. */
  readonly functions: ReadonlyMap<string, readonly string[]>;
  readonly conditions: readonly string[];
}

/**
 * Bundles an entry as `componentize` does, with the same packages and the same errors, into one script. Every exported
 * function of the project's own files is in it, called or not, so that reports of coverage tell of it.
 *
 * @throws ComponentizeError `entry-not-found`, `syntax`, `unresolved-import`
 */
export async function guestScript({ entry, world, functions, conditions }: GuestScriptOptions): Promise<GuestScript> {
  const imports = scriptImports(functions, projectOf(dirname(resolve(entry))));
  const output = { format: "iife", name: EXPORTS, exports: "named", minify: false } as const;
  const { code, sourceMap, modules, files } = await bundle({ entry, world, conditions, imports, output });
  refuseUnicodeProperties(code, sourceMap, entry);
  return {
    code: `${HEAD}\n${withoutMapComment(code)}\n${TAIL}`,
    sourceMap: oneLineLower(sourceMap),
    imports: modules.filter((id) => id.startsWith(PREFIX)).map((id) => id.slice(PREFIX.length)),
    files,
  };
}

const EXPORTS = "airssysExports";
const IMPORT = "airssysImport";
const HEAD = `(function (${IMPORT}) { "use strict";`;
const TAIL = `return typeof ${EXPORTS} === "undefined" ? {} : ${EXPORTS};\n})`;
const PREFIX = "\0import:";

/** Each interface is a module whose functions the script asks for as it begins, if it uses them. */
function scriptImports(functions: ReadonlyMap<string, readonly string[]>, project: string): Plugin {
  return {
    name: "airssys-script-imports",
    async resolveId(id, importer, options) {
      if (functions.has(id)) return { id: PREFIX + id, moduleSideEffects: false };
      const found = await this.resolve(id, importer, { ...options, skipSelf: true });
      const isKept = found !== null && !found.external && isOwnFile(found.id, project);
      return isKept ? { ...found, moduleSideEffects: "no-treeshake" } : found;
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return null;
      const from = id.slice(PREFIX.length);
      return (functions.get(from) ?? []).map((name) => asked(from, name)).join("\n");
    },
  };
}

function asked(from: string, name: string): string {
  return `export const ${name} = /* @__PURE__ */ ${IMPORT}(${JSON.stringify(from)}, ${JSON.stringify(name)});`;
}

function withoutMapComment(code: string): string {
  return code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "");
}

function oneLineLower(sourceMap: string): string {
  const map: { mappings: string } = JSON.parse(sourceMap);
  return JSON.stringify({ ...map, mappings: `;${map.mappings}` });
}

const QUERY = "?airssys-guest=";

/**
 * The file that a script goes by in stack traces and reports: beside the entry, which it is not. One entry has other
 * scripts for other worlds, and after a change.
 */
export function scriptName(entry: string, code: string): string {
  return `${resolve(entry)}${QUERY}${createHash("sha256").update(code).digest("hex").slice(0, 16)}`;
}

/** Returns true for a name that {@link scriptName} made. */
export function isScriptName(file: string): boolean {
  return file.includes(QUERY);
}
