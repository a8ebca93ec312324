export {
  type ComponentizeOptions,
  type ComponentizeResult,
  componentize,
  DEFAULT_FEATURES,
} from "./componentize.ts";
export type { Feature } from "./componentize-js/build-request.ts";
export {
  ComponentizeError,
  type ComponentizeErrorCode,
  type ComponentizeErrorOptions,
} from "./errors/componentize-error.ts";
export type { Location } from "./errors/location.ts";
export { type WriteTypesOptions, writeTypes } from "./types/write-types.ts";
