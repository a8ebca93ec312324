export {
  type GuestScript,
  type GuestScriptOptions,
  type GuestWorld,
  guestScript,
  guestWorld,
  isScriptName,
  scriptName,
} from "./bundle/guest-script.ts";
export { guardSubtle, type SubtleFunctions } from "./bundle/subtle-guard.ts";
export { BundleTrace } from "./bundle/trace.ts";
export { namesUnicodeProperty } from "./bundle/unicode-properties.ts";
export { type MissingExport, missingExportError, topLevelError } from "./errors/entry-error.ts";
export { importErrorText } from "./errors/import-error.ts";
export { contractFunctions } from "./wit/contract.ts";
export type { World } from "./wit/wit-world.ts";
