import { isBuiltin } from "node:module";
import type { RolldownLog } from "rolldown";
import { ComponentizeError, type ComponentizeErrorCode } from "../errors/componentize-error.ts";
import type { Location } from "../errors/location.ts";
import type { World } from "../wit/wit-world.ts";

/** The error for what the bundler threw. */
export function bundleError(error: unknown, world: World): ComponentizeError {
  const [first] = logsOf(error);
  if (!first) return new ComponentizeError("toolchain", "the bundler failed", { cause: error });
  if (first.code === "UNRESOLVED_IMPORT") return unresolvedImportError(first, world);
  const code: ComponentizeErrorCode = first.code === "MISSING_EXPORT" ? "unresolved-import" : "syntax";
  return new ComponentizeError(code, titleOf(first), { location: locationOf(first), cause: error });
}

/** The error for an import that leads nowhere, with what to do about the kind of module it is. */
export function unresolvedImportError(log: RolldownLog, world: World): ComponentizeError {
  const specifier = log.exporter ?? "";
  const problem = `cannot resolve "${specifier}"${adviceFor(specifier, world)}`;
  return new ComponentizeError("unresolved-import", problem, { location: locationOf(log), cause: log });
}

function adviceFor(specifier: string, world: World): string {
  if (isBuiltin(specifier)) return ": a component has no Node modules";
  if (/^[a-z][a-z0-9-]*:[a-z]/.test(specifier)) {
    const known = world.imports.length > 0 ? `imports ${world.imports.join(", ")}` : "imports nothing";
    return `: the world "${world.name}" ${known}`;
  }
  return specifier.startsWith(".") ? "" : ": is the package installed?";
}

function logsOf(error: unknown): RolldownLog[] {
  if (!(error instanceof Error) || !("errors" in error) || !Array.isArray(error.errors)) return [];
  return error.errors;
}

/** A message is `[CODE] title`, then a picture of the place. */
function titleOf(log: RolldownLog): string {
  const [title = ""] = log.message.split("\n");
  return title.replace(/^\[\w+\] /, "").trim();
}

function locationOf({ loc }: RolldownLog): Location | undefined {
  return loc?.file === undefined ? undefined : { file: loc.file, line: loc.line, column: loc.column + 1 };
}
