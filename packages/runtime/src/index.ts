// Loading a component, and calling its instances.

export type { AnyExports, CallArguments, CallResult, ExportAt, ExportPath } from "./call/export-path.ts";
export { type ComponentOptions, type GuestSource, type LoadOptions, load, loadGuest, prepare } from "./component.ts";
export type { BucketNames } from "./imports/wasi-keyvalue/bucket-names.ts";
export type { Instance, StopOptions } from "./instance/instance.ts";
export type { Component } from "./instance/loaded-component.ts";

// Errors.

export { CallError, type CallErrorCode } from "./errors/call-error.ts";
export { GuestEnd, type GuestEndCode } from "./errors/guest-end.ts";
export { isConflict } from "./errors/is-conflict.ts";
export { LoadError, type LoadErrorCode } from "./errors/load-error.ts";

// Limits.

export {
  CALL_TIME_MAX_MS,
  CALLS_WAITING_MAX,
  MEMORY_BYTES_MAX,
  type RunLimitOptions,
  START_TIME_MAX_MS,
} from "./instance/run-limits.ts";

// Output and metrics.

export type { ComponentTelemetryOptions } from "./call/call-meter.ts";
export type { Sink } from "./imports/wasi/streams.ts";
export { OUTPUT_CHARACTERS_MAX, type OutputListener, type OutputStreamName } from "./output/output.ts";

// Transpiled components, and caches for them.

export type { Transpiled } from "./transpile/transpile.ts";
export { memoryCache, type TranspileCache } from "./transpile/transpile-cache.ts";

// Isolation: where guests run. `@airssys/runtime/node` has isolations in threads and processes.

export type { GuestFunction } from "./call/guest-function.ts";
export type { Guest, GuestEnvironment } from "./guest/guest.ts";
export type { Isolation, OpenGuest } from "./guest/isolation.ts";
export type { ImportedFunction, ImportedInterfaces } from "./imports/imported-interfaces.ts";

// Types of exported functions.

export type { FunctionTypes, TypedFunction } from "./types/function-types.ts";
export type {
  FunctionType,
  NamedType,
  NumberKind,
  PrimitiveKind,
  TypeIndex,
  VariantCase,
  WitType,
} from "./types/wit-type.ts";
