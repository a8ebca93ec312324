import { ComponentizeError } from "./componentize-error.ts";
import { displayPath, type Location } from "./location.ts";

const MOVE = "The top level of a module runs once, when the component is built: move this into an exported function";

/** An export that the world requires and the entry does not have. */
export interface MissingExport {
  readonly entry: string;
  /** Name of the world. */
  readonly world: string;
  /** A function, or an interface by its full name. */
  readonly path: string;
  /** The missing member, if the interface itself is exported. */
  readonly member: string | undefined;
  readonly kind: "interface" | "function" | "resource";
}

/** The error for an entry that does not export what its world says. */
export function missingExportError({ entry, world, path, member, kind }: MissingExport): ComponentizeError {
  const what = kind === "interface" ? `the interface "${path}", as an object` : `the ${kind} "${path}"`;
  const wanted =
    member === undefined ? what : `the ${kind === "resource" ? "class" : "function"} "${member}" of "${path}"`;
  const problem = `${displayPath(entry)} must export ${wanted}: the world "${world}" asks for it`;
  return new ComponentizeError("missing-export", problem);
}

/** The error for a module that failed while its top level was run. */
export function topLevelError(problem: string, location: Location | undefined): ComponentizeError {
  return new ComponentizeError("top-level", `${problem}. ${MOVE}`, { location });
}
