// A call that cannot work while a module is run at build time ends the engine without a word about where it was made. To
// find out, the module is built once more with such calls replaced by ones that throw: an exception has a stack trace.
import type { Plugin } from "rolldown";

/** Begins the message of the exception that a replaced global throws. */
export const TRAP_MARK = "not at build time: ";

/** Code to run before the module: the globals that end the engine throw instead. */
export const TRAP_PRELUDE = [
  ["Math", "random"],
  ["Crypto.prototype", "getRandomValues"],
  ["Crypto.prototype", "randomUUID"],
  ["Performance.prototype", "now"],
]
  .map(([owner, name]) => {
    const shown = `${owner?.replace(".prototype", "").toLowerCase().replace("math", "Math")}.${name}()`;
    const value = `() => { throw new Error(${JSON.stringify(TRAP_MARK + shown)}); }`;
    return `Object.defineProperty(${owner}, ${JSON.stringify(name)}, { value: ${value} });`;
  })
  .join(" ");

/** Takes the place of everything the world imports: modules without a single export, so that calling one throws. */
export function emptyImports(imports: readonly string[]): Plugin {
  const prefix = "\0empty:";
  return {
    name: "airssys-empty-imports",
    resolveId: (id) => (imports.includes(id) ? prefix + id : null),
    load: (id) => (id.startsWith(prefix) ? "export {};" : null),
  };
}
