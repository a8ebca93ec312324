export type { Binding, CommitMode, NamespaceUsage } from "./binding.ts";
export { ACCESS_LEVELS, type AccessLevel, DEFAULT_QUOTAS, type Grants, type QuotaPolicy } from "./grants.ts";
export { type Host, type HostOptions, openHost } from "./host.ts";
export type { FailureLog, HostFailure } from "./host-log.ts";
export type { Hosted, HostedResult, Imports, StorageImports, StorageInterface } from "./imports.ts";
export { type Manifest, parseManifest } from "./manifest.ts";
export { ManifestError, type ManifestFault } from "./manifest-error.ts";
export type { Clock } from "./store/clock.ts";
export { StoreFormatError } from "./store/store-format-error.ts";
