import type { TypedFunction } from "../types/function-types.ts";
import { inJavaScript } from "../types/javascript-name.ts";
import type { GuestFunction } from "./guest-function.ts";

/**
 * Paths of the exports: `"function"` for a function of the world, `"interface.function"` for one of an exported
 * interface, in JavaScript spelling (`word-count` is `wordCount`).
 */
export type ExportPath<Exports> = {
  [Name in keyof Exports & string]: Exports[Name] extends (...args: never[]) => unknown
    ? Name
    : `${Name}.${keyof Exports[Name] & string}`;
}[keyof Exports & string];

/** Type of the function at a path. */
export type ExportAt<Exports, Path extends string> = Path extends `${infer Interface}.${infer Name}`
  ? Interface extends keyof Exports
    ? Name extends keyof Exports[Interface]
      ? Exports[Interface][Name]
      : never
    : never
  : Path extends keyof Exports
    ? Exports[Path]
    : never;

/** Arguments of a function. */
export type CallArguments<F> = F extends (...args: infer Args) => unknown ? Args : never;
/** Result of a function, awaited. */
export type CallResult<F> = F extends (...args: never[]) => infer Result ? Awaited<Result> : never;

/** Exports of a component that are unknown to the compiler. */
// biome-ignore lint/suspicious/noExplicitAny: an unknown function can take anything
export type AnyExports = Record<string, any>;

/** Exported functions and interfaces of an instance, by their JavaScript names. */
export type ExportsObject = Readonly<Record<string, unknown>>;

/**
 * Returns the exported functions of an instance by path. Only own properties count, so that no path reaches a
 * prototype.
 *
 * @param begin called before each call.
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
    else for (const [inner, each] of callableMembers(value)) add(`${name}.${inner}`, each);
  }
  return found;
}

/**
 * Returns the declared functions by the paths under which they can be called. If two interfaces share a short name, the
 * one whose full name sorts first has it, as in the generated glue. Exports that have only a short name, functions and
 * instances, must not share it: then nobody has it. Constructors and methods of resources have no path.
 */
export function exportPaths(functions: readonly TypedFunction[]): ReadonlyMap<string, TypedFunction> {
  const callable = functions.filter(({ name }) => !name.startsWith("["));
  const holders = shortNameOwners(callable);
  const paths = new Map<string, TypedFunction>();
  for (const each of callable) {
    const short = shortName(each);
    const name = inJavaScript(each.name);
    if (holders.get(short) === each.from) paths.set(each.from === null ? name : `${short}.${name}`, each);
    if (each.from?.includes("/")) paths.set(`${each.from}.${name}`, each);
  }
  return paths;
}

/** Owner of each short name: an interface, `null` for a function, `undefined` if nobody has it. */
function shortNameOwners(functions: readonly TypedFunction[]): ReadonlyMap<string, string | null | undefined> {
  const all = new Map<string, Set<string | null>>();
  for (const each of functions) all.set(shortName(each), (all.get(shortName(each)) ?? new Set()).add(each.from));
  return new Map([...all].map(([short, froms]) => [short, ownerAmong([...froms])]));
}

function ownerAmong(froms: readonly (string | null)[]): string | null | undefined {
  if (froms.length === 1) return froms[0];
  const full = froms.filter((from) => from?.includes("/"));
  return full.length === froms.length ? full.toSorted()[0] : undefined;
}

/** Name of a world function, or short name of the interface of a function. */
function shortName({ from, name }: TypedFunction): string {
  return from === null ? inJavaScript(name) : shortInterfaceName(from);
}

/** Returns `storageEvents` for `airssys:wasm/storage-events@0.1.0`. */
function shortInterfaceName(from: string): string {
  const [name = from] = (from.split("/").at(-1) ?? from).split("@");
  return inJavaScript(name);
}

/** Returns the paths with short names. An interface can also be called by its full name. */
export function shortPaths(functions: ReadonlyMap<string, unknown>): string[] {
  return [...functions.keys()].filter((path) => !path.includes("/"));
}

type AnyFunction = (...args: readonly unknown[]) => unknown;

function callableMembers(holder: unknown): [string, AnyFunction][] {
  const entries = typeof holder === "object" && holder !== null ? Object.entries(holder) : [];
  return entries.filter((entry): entry is [string, AnyFunction] => isFunction(entry[1]));
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === "function";
}
