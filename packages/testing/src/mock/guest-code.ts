import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { BundleTrace } from "@airssys/componentize/script";
import type { DeclaredInterface } from "@airssys/runtime/declared";
import type { GuestText } from "./guest-text.ts";
import { inJavaScript, readSignature, type Signature } from "./wit-shape.ts";

/** A guest that was compiled once, to be run in as many realms as wanted. */
export interface GuestCode {
  readonly entry: string;
  /** Name of its world. */
  readonly world: string;
  readonly script: Script;
  /** Names of the interfaces that it imports. */
  readonly imports: readonly string[];
  /** Functions of these interfaces, by their names in JavaScript. */
  readonly imported: ReadonlyMap<string, ReadonlyMap<string, Signature>>;
  readonly exported: readonly ExportedFunction[];
  /** Finds the author's own places in a stack. */
  readonly trace: BundleTrace;
  /** Of a stack the frames that are in the script, with their places in the files that it was made of. */
  frames(stack: string): string[];
}

/** A function that the world says a guest exports. */
export interface ExportedFunction {
  /** Full name of its interface; `undefined` for one of the world itself. */
  readonly from: string | undefined;
  /** Its name in JavaScript. */
  readonly name: string;
  readonly signature: Signature;
}

/** @throws MockError `unsupported` */
export function guestCode(text: GuestText): GuestCode {
  const { entry, world, declared } = text;
  const trace = new BundleTrace(text.sourceMap, entry, text.name);
  return {
    entry,
    world,
    script: new Script(`${text.code}\n${inlineMap(text)}`, { filename: text.name }),
    imports: text.imports,
    imported: new Map(text.imports.map((name) => [name, signatures(declared.imports.get(name))])),
    exported: [
      ...exportedBy(undefined, { functions: declared.functions, types: {} }),
      ...[...declared.exports].flatMap(([from, each]) => exportedBy(from, each)),
    ],
    trace,
    frames(stack) {
      const lines = stack.split("\n").filter((line) => line.includes(`${text.name}:`));
      return lines.map((line) => trace.mapped(line).trim());
    },
  };
}

function exportedBy(from: string | undefined, declared: DeclaredInterface): ExportedFunction[] {
  return [...signatures(declared)].map(([name, signature]) => ({ from, name, signature }));
}

function signatures(declared: DeclaredInterface | undefined): ReadonlyMap<string, Signature> {
  const { functions, types } = declared ?? { functions: {}, types: {} };
  return new Map(Object.entries(functions).map(([name, text]) => [inJavaScript(name), readSignature(text, types)]));
}

/** So that a debugger shows the author's own files. */
function inlineMap({ sourceMap, entry }: GuestText): string {
  const map: object = JSON.parse(sourceMap);
  const sourceRoot = new URL("./", pathToFileURL(entry)).href;
  const encoded = Buffer.from(JSON.stringify({ ...map, sourceRoot })).toString("base64");
  return `//# sourceMappingURL=data:application/json;base64,${encoded}`;
}
