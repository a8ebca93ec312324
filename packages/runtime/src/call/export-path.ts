import type { TypedFunction } from "../types/function-types.ts";
import { inJavaScript } from "../types/javascript-name.ts";
import type { GuestFunction } from "./guest-function.ts";

/**
 * The exports that a path can name: `"function"` for a function of the world, `"interface.function"` for one of an
 * exported interface, in the spelling of JavaScript (`word-count` is `wordCount`).
 */
export type ExportPath<Exports> = {
  [Name in keyof Exports & string]: Exports[Name] extends (...args: never[]) => unknown
    ? Name
    : `${Name}.${keyof Exports[Name] & string}`;
}[keyof Exports & string];

/** The type of the function that a path names. */
export type ExportAt<Exports, Path extends string> = Path extends `${infer Interface}.${infer Name}`
  ? Interface extends keyof Exports
    ? Name extends keyof Exports[Interface]
      ? Exports[Interface][Name]
      : never
    : never
  : Path extends keyof Exports
    ? Exports[Path]
    : never;

/** What a call of a function takes. */
export type CallArguments<F> = F extends (...args: infer Args) => unknown ? Args : never;
/** What a call of a function gives. */
export type CallResult<F> = F extends (...args: never[]) => infer Result ? Awaited<Result> : never;

/** Any component, when its exports are not known to the compiler. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of a function that is not known can be anything
export type AnyExports = Record<string, any>;

/** The functions and interfaces that an instance exports, by their names in JavaScript. */
export type ExportsObject = Readonly<Record<string, unknown>>;

/**
 * Every function that an instance exports, by its path. Only own properties count, so that no path reaches a prototype.
 *
 * @param begin called before each call of one.
 */
export function functionsByPath(exports: ExportsObject, begin: () => void): Map<string, GuestFunction> {
  const found = new Map<string, GuestFunction>();
  const add = (path: string, callee: AnyFunction) => {
    found.set(path, (args) => {
      begin();
      return callee(...args);
    });
  };
  for (const [name, value] of Object.entries(exports)) {
    if (isFunction(value)) add(name, value);
    else for (const [inner, each] of functionsOf(value)) add(`${name}.${inner}`, each);
  }
  return found;
}

/**
 * The declared functions by the paths by which they can be called. Of two interfaces with one short name, the one whose
 * full name comes first has it, as in the generated code. What has no other name than a short one, a function or an
 * instance, shares it with nobody: then it is nobody's. Constructors and methods of resources have no path.
 */
export function exportPaths(functions: readonly TypedFunction[]): ReadonlyMap<string, TypedFunction> {
  const callable = functions.filter(({ name }) => !name.startsWith("["));
  const holders = holdersOfShortNames(callable);
  const paths = new Map<string, TypedFunction>();
  for (const each of callable) {
    const short = shortNameOf(each);
    const name = inJavaScript(each.name);
    if (holders.get(short) === each.from) paths.set(each.from === null ? name : `${short}.${name}`, each);
    if (each.from?.includes("/")) paths.set(`${each.from}.${name}`, each);
  }
  return paths;
}

/** By short name, the interface that has it, `null` for a function, and `undefined` for nobody. */
function holdersOfShortNames(functions: readonly TypedFunction[]): ReadonlyMap<string, string | null | undefined> {
  const all = new Map<string, Set<string | null>>();
  for (const each of functions) all.set(shortNameOf(each), (all.get(shortNameOf(each)) ?? new Set()).add(each.from));
  return new Map([...all].map(([short, froms]) => [short, holderAmong([...froms])]));
}

function holderAmong(froms: readonly (string | null)[]): string | null | undefined {
  if (froms.length === 1) return froms[0];
  const full = froms.filter((from) => from?.includes("/"));
  return full.length === froms.length ? full.toSorted()[0] : undefined;
}

/** The name of a function of the world, or the short one of its interface. */
function shortNameOf({ from, name }: TypedFunction): string {
  return from === null ? inJavaScript(name) : shortInterfaceName(from);
}

/** `storageEvents` of `airssys:wasm/storage-events@0.1.0`. */
function shortInterfaceName(from: string): string {
  const [name = from] = (from.split("/").at(-1) ?? from).split("@");
  return inJavaScript(name);
}

/** The paths that people use. An interface has a second name, its full one, by which it can be called as well. */
export function shortPaths(functions: ReadonlyMap<string, unknown>): string[] {
  return [...functions.keys()].filter((path) => !path.includes("/"));
}

type AnyFunction = (...args: readonly unknown[]) => unknown;

function functionsOf(holder: unknown): [string, AnyFunction][] {
  const entries = typeof holder === "object" && holder !== null ? Object.entries(holder) : [];
  return entries.filter((entry): entry is [string, AnyFunction] => isFunction(entry[1]));
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === "function";
}
