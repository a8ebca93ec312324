export { CallError, type CallErrorCode } from "./call-error.ts";
export { type Component, type LoadOptions, load, MEMORY_BYTES_MAX } from "./component.ts";
export type { AnyExports, CallArguments, CallResult, ExportAt, ExportPath } from "./export-path.ts";
export type { Instance } from "./instance.ts";
export { LoadError, type LoadErrorCode } from "./load-error.ts";
export { OUTPUT_CHARACTERS_MAX, type OutputListener, type OutputStreamName } from "./output.ts";
export type { Transpiled } from "./transpile.ts";
export { memoryCache, type TranspileCache } from "./transpile-cache.ts";
