import { $init, generateTypes } from "@bytecodealliance/jco-transpile/component";
import type { World } from "../wit/wit-world.ts";

/** The exports of a world as TypeScript, and the functions among them. */
export interface WorldTypes {
  /**
   * The files, by path: `NAME.d.ts` with the interface `Exports`, and those that it imports, in `interfaces/`. NAME is
   * that of the world.
   */
  readonly files: ReadonlyMap<string, string>;
  /**
   * Paths of the exported functions whose signatures can be compared: `["lend"]`, or `["notes", "add"]` for one of an
   * interface. Interfaces with resources are left out: their classes have private parts.
   */
  readonly functions: readonly (readonly string[])[];
}

/**
 * Writes the types of what a world exports, as a host calls it and a guest implements it.
 *
 * @param wit the world with all that it depends on, as one text.
 */
export async function worldTypes(wit: string, world: World): Promise<WorldTypes> {
  await $init;
  const options = { wit: { tag: "source", val: wit }, world: world.name, instantiation: { tag: "async" } } as const;
  const decoder = new TextDecoder();
  const made = new Map(
    generateTypes(world.name, options).map(([path, bytes]) => [path, tidied(decoder.decode(bytes))]),
  );
  const name = `${world.name}.d.ts`;
  const text = exportsOf(made.get(name) ?? "", world);
  const files = new Map([[name, text]]);
  addImported(text, "", made, files);
  return { files, functions: functionsOf(text, files) };
}

const HEADER = "// Generated from the WIT of the world by `airssys-componentize types`. Do not edit.\n";

function tidied(text: string): string {
  return text.replace(/[ \t]+$/gm, "").trimEnd();
}

/**
 * Takes the exports out of the world's file, which also says how to instantiate the component. An interface is there
 * twice, by its full name and its last part; the last part is what TypeScript exports.
 */
function exportsOf(text: string, world: World): string {
  const start = text.search(/^export interface \w+ \{$(?![\s\S]*^export interface)/m);
  const body = text.slice(start).match(/^export interface \w+ \{\n([\s\S]*?)^\}/m)?.[1] ?? "";
  const members = body.replace(/^ {2}'[^'\n]*[:/][^'\n]*': typeof \w+,\n/gm, "");
  const imports = text.match(/^import type .*$/gm) ?? [];
  const used = imports.filter((line) => new RegExp(`typeof ${/as (\w+)/.exec(line)?.[1]}\\b`).test(members));
  const doc = `/** The exports of the world "${world.name}". */\n`;
  return `${HEADER}${used.join("\n")}${used.length > 0 ? "\n\n" : "\n"}${doc}export interface Exports {\n${members}}\n`;
}

/** Adds the files that a file imports, and those that they import. */
function addImported(
  text: string,
  folder: string,
  made: ReadonlyMap<string, string>,
  files: Map<string, string>,
): void {
  for (const [, name = ""] of text.matchAll(/(?:from |import\()'\.\/([^']+)\.js'/g)) {
    const path = `${folder}${name}.d.ts`;
    const imported = made.get(path);
    if (imported === undefined || files.has(path)) continue;
    files.set(path, `${HEADER}${imported}\n`);
    addImported(imported, "interfaces/", made, files);
  }
}

function functionsOf(text: string, files: ReadonlyMap<string, string>): string[][] {
  const own = Array.from(text.matchAll(/^ {2}(\w+)\(/gm), ([, name = ""]) => [name]);
  const paths = new Map(Array.from(text.matchAll(/as (\w+) from '\.\/(.+)\.js'/g), ([, name, path]) => [name, path]));
  const ofInterfaces = Array.from(text.matchAll(/^ {2}(\w+): typeof (\w+),$/gm)).flatMap(([, name = "", type]) => {
    const code = files.get(`${paths.get(type)}.d.ts`) ?? "";
    if (/^export class /m.test(code)) return [];
    return Array.from(code.matchAll(/^export function (\w+)\(/gm), ([, member = ""]) => [name, member]);
  });
  return [...own, ...ofInterfaces];
}
