export { CallError, type CallErrorCode } from "./call/call-error.ts";
export type { AnyExports, CallArguments, CallResult, ExportAt, ExportPath } from "./call/export-path.ts";
export { type ComponentOptions, type GuestSource, type LoadOptions, load, loadGuest, prepare } from "./component.ts";
export {
  type Guest,
  GuestEnd,
  type GuestEndCode,
  type GuestFunction,
  type ImportedFunction,
  type ImportedInterfaces,
  type Surroundings,
} from "./guest/guest.ts";
export type { Isolation, OpenGuest } from "./guest/isolation.ts";
export type { Instance, StopOptions } from "./instance/instance.ts";
export type { Component } from "./instance/loaded-component.ts";
export { LoadError, type LoadErrorCode } from "./load-error.ts";
export { OUTPUT_CHARACTERS_MAX, type OutputListener, type OutputStreamName } from "./output/output.ts";
export {
  CALL_TIME_MAX,
  CALLS_WAITING_MAX,
  MEMORY_BYTES_MAX,
  type RunLimitOptions,
  START_TIME_MAX,
} from "./run-limits.ts";
export type { ComponentTelemetryOptions } from "./telemetry.ts";
export type { Transpiled } from "./transpile/transpile.ts";
export { memoryCache, type TranspileCache } from "./transpile/transpile-cache.ts";
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
export type { Sink } from "./wasi/streams.ts";
export type { BucketNames } from "./wasi-keyvalue/bucket-names.ts";
