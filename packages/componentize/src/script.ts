export { contractFunctions } from "./contract.ts";
export { type MissingExport, missingExportError, topLevelError } from "./entry-error.ts";
export {
  type GuestScript,
  type GuestScriptOptions,
  type GuestWorld,
  guestScript,
  guestWorld,
  isScriptName,
  scriptName,
} from "./guest-script.ts";
export { importErrorText } from "./import-error.ts";
export { guardSubtle, type SubtleFunctions } from "./subtle-guard.ts";
export { BundleTrace } from "./trace.ts";
export { namesUnicodeProperty } from "./unicode-properties.ts";
export type { World } from "./wit-world.ts";
