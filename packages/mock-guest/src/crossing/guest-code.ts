import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { BundleTrace } from "@airssys/componentize/script";
import { type FunctionTypes, inJavaScript, type TypedFunction } from "@airssys/runtime/declared";
import type { GuestBundle } from "../bundle/bundled-guest.ts";
import { requireCrossing } from "./crossing.ts";

/** A guest that is compiled once and runs in any number of realms. */
export interface GuestCode {
  readonly entry: string;
  /** Name of its world. */
  readonly world: string;
  readonly script: Script;
  /** Names of the interfaces that it imports. */
  readonly imports: readonly string[];
  /** Functions of these interfaces, by their names in JavaScript. */
  readonly imported: ReadonlyMap<string, ReadonlyMap<string, TypedFunction>>;
  readonly importedTypes: FunctionTypes;
  readonly exported: FunctionTypes;
  /** Maps positions in a stack to the author's files. */
  readonly trace: BundleTrace;
  /** Returns the frames of a stack that are in the script, with positions in the author's files. */
  frames(stack: string): string[];
}

/** @throws MockError `unsupported` */
export function compileGuest(text: GuestBundle): GuestCode {
  const { entry, world, declared } = text;
  requireCrossing(declared.exports);
  requireCrossing(declared.imports);
  const trace = new BundleTrace(text.sourceMap, entry, text.name);
  return {
    entry,
    world,
    script: new Script(`${text.code}\n${inlineMap(text)}`, { filename: text.name }),
    imports: text.imports,
    imported: new Map(text.imports.map((name) => [name, listFunctions(name, declared.imports)])),
    importedTypes: declared.imports,
    exported: declared.exports,
    trace,
    frames(stack) {
      const lines = stack.split("\n").filter((line) => line.includes(`${text.name}:`));
      return lines.map((line) => trace.mapped(line).trim());
    },
  };
}

function listFunctions(from: string, { functions }: FunctionTypes): ReadonlyMap<string, TypedFunction> {
  const own = functions.filter((each) => each.from === from);
  return new Map(own.map((each) => [inJavaScript(each.name), each]));
}

/** Inlines the source map, so that a debugger shows the author's own files. */
function inlineMap({ sourceMap, entry }: GuestBundle): string {
  const map: object = JSON.parse(sourceMap);
  const sourceRoot = new URL("./", pathToFileURL(entry)).href;
  const encoded = Buffer.from(JSON.stringify({ ...map, sourceRoot })).toString("base64");
  return `//# sourceMappingURL=data:application/json;base64,${encoded}`;
}
