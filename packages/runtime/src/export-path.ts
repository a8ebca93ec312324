/**
 * The exports that a path can name: `"function"` for a function of the world, `"interface.function"` for one of an exported interface, in the
 * spelling of JavaScript (`word-count` is `wordCount`).
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

/** Finds the function that a path names. Only own properties count, so that no path reaches a prototype. */
export function exportAt(exports: object, path: string): ((...args: readonly unknown[]) => unknown) | undefined {
  const dot = path.lastIndexOf(".");
  const holder = dot < 0 ? exports : own(exports, path.slice(0, dot));
  const found = own(holder, path.slice(dot + 1));
  return typeof found === "function" ? (found as (...args: readonly unknown[]) => unknown) : undefined;
}

function own(holder: unknown, name: string): unknown {
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, name)) return undefined;
  return (holder as Record<string, unknown>)[name];
}
