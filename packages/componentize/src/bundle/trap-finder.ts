// A call that cannot work while a module is run at build time ends the engine without a word about where it was made.
// To find out, the module is built once more with such calls replaced by ones that throw: an exception has a stack
// trace.
import type { Plugin } from "rolldown";

/** Begins the message of the exception that a replaced global throws. */
export const TRAP_MARK = "not at build time: ";

/** Code to run before the module: the globals that end the engine throw instead. */
export const TRAP_PRELUDE = ["Math.random", "crypto.getRandomValues", "crypto.randomUUID", "performance.now"]
  .map((path) => {
    const [owner, name] = path.split(".");
    const value = `() => { throw new Error(${JSON.stringify(`${TRAP_MARK}${path}()`)}); }`;
    return `Object.defineProperty(${owner}, "${name}", { value: ${value} });`;
  })
  .join("\n");

/** Takes the place of everything the world imports: modules without a single export, so that calling one throws. */
export function emptyImports(imports: readonly string[]): Plugin {
  const prefix = "\0empty:";
  return {
    name: "airssys-empty-imports",
    resolveId: (id) => (imports.includes(id) ? prefix + id : null),
    load: (id) => (id.startsWith(prefix) ? "export {};" : null),
  };
}
