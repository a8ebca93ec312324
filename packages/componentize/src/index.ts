export type { Feature } from "./build-message.ts";
export {
  type ComponentizeOptions,
  type ComponentizeResult,
  componentize,
  DEFAULT_FEATURES,
} from "./componentize.ts";
export { ComponentizeError, type ComponentizeErrorCode, type ComponentizeErrorOptions } from "./componentize-error.ts";
export type { Location } from "./location.ts";
