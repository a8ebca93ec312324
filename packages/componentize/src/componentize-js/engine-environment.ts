import type { Feature } from "./build-request.ts";
import type { CoreFunction, SplicedEngine } from "./toolkit.ts";

/** Environment variables by which the engine learns, before it runs a module, which functions its world has. */
export function engineEnvironment(
  { exports, imports }: SplicedEngine,
  sourceName: string,
  features: readonly Feature[],
): Record<string, string> {
  return {
    DEBUG: "",
    SOURCE_NAME: sourceName,
    FEATURE_CLOCKS: features.includes("clocks") ? "1" : "",
    EXPORT_CNT: String(exports.length),
    IMPORT_CNT: String(imports.length),
    ...Object.assign({}, ...exports.map(exportVariables)),
    ...Object.assign({}, ...imports.map(importVariables)),
  };
}

function exportVariables([name, type]: readonly [string, CoreFunction], index: number): Record<string, string> {
  return {
    [`EXPORT${index}_NAME`]: name,
    [`EXPORT${index}_ARGS`]: `${type.paramptr ? "*" : ""}${type.params.join(",")}`,
    [`EXPORT${index}_RET`]: `${type.retptr ? "*" : ""}${type.ret ?? ""}`,
    [`EXPORT${index}_RETSIZE`]: String(type.retsize),
  };
}

function importVariables(
  [, name, parameters]: readonly [string, string, number],
  index: number,
): Record<string, string> {
  return { [`IMPORT${index}_NAME`]: name, [`IMPORT${index}_ARGCNT`]: String(parameters) };
}
