import { formatLocation, type Location } from "./location.ts";

/**
 * The reason why a component could not be built, to be compared in code.
 *
 * - `entry-not-found`: the entry file does not exist.
 * - `syntax`: a file is no TypeScript or JavaScript that can be bundled.
 * - `unresolved-import`: a module, or a name in it, does not exist or is not imported by the WIT world.
 * - `wit`: the WIT cannot be read or does not make sense.
 * - `world-not-found`: the WIT has no such world. The message lists those it has.
 * - `missing-export`: the WIT world asks for an export that the entry does not have.
 * - `types`: a function of the entry does not have the type that the WIT world declares for it.
 * - `top-level`: the module failed while it was run once, at build time.
 * - `toolchain`: the build failed in a way that is no fault of the input, as far as can be told.
 */
export type ComponentizeErrorCode =
  | "entry-not-found"
  | "syntax"
  | "unresolved-import"
  | "wit"
  | "world-not-found"
  | "missing-export"
  | "types"
  | "top-level"
  | "toolchain";

/** Place and cause of the error, if they are known. */
export interface ComponentizeErrorOptions extends ErrorOptions {
  readonly location?: Location | undefined;
}

/**
 * A component that could not be built. Compare `code`; the message is for people, and begins with the place in their
 * own file, if there is one.
 *
 * @example
 * ```ts
 * import { ComponentizeError, componentize } from "@airssys/componentize";
 *
 * try {
 *   await componentize({ entry: "counter.ts", wit: "counter.wit", world: "counter" });
 * } catch (error) {
 *   if (!(error instanceof ComponentizeError)) throw error;
 *   console.error(error.code, error.message); // syntax counter.ts:2:13: Unexpected token
 * }
 * ```
 */
export class ComponentizeError extends Error {
  override readonly name = "ComponentizeError";
  readonly code: ComponentizeErrorCode;
  /** The place in the user's own file. */
  readonly location: Location | undefined;

  constructor(code: ComponentizeErrorCode, problem: string, options: ComponentizeErrorOptions = {}) {
    const { location, ...errorOptions } = options;
    super(location ? `${formatLocation(location)}: ${problem}` : problem, errorOptions);
    this.code = code;
    this.location = location;
  }
}
