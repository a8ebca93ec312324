export type { Binding, CommitMode, NamespaceUsage } from "./binding.ts";
export { ACCESS_LEVELS, type AccessLevel, DEFAULT_QUOTAS, type Grants, type QuotaPolicy } from "./grants.ts";
export { type Host, type HostOptions, openHost } from "./host.ts";
export type { FailureLog, HostFailure } from "./host-log.ts";
export type { Hosted, HostedResult, Imports, StorageImports, StorageInterface } from "./imports.ts";
export { type Manifest, parseManifest } from "./manifest.ts";
export { ManifestError, type ManifestFault } from "./manifest-error.ts";
export type { Change, ChangeCause, Overflow } from "./store/change.ts";
export type { Clock } from "./store/clock.ts";
export type { KeyRange } from "./store/key-range.ts";
export { type Namespaces, openStore, type StoreOptions } from "./store/open-store.ts";
export type { Store, StoreSavepoint, StoreTransaction, TransactionSettings } from "./store/store.ts";
export { StoreFormatError } from "./store/store-format-error.ts";
export type {
  EntryPage,
  Expiry,
  KeyedEntry,
  RangeOptions,
  StoreOperations,
  ValueEntry,
} from "./store/store-operations.ts";
export type { Quota, Usage } from "./store/usage.ts";
export type { Verification } from "./store/verify.ts";
export type { Watch, WatchOptions } from "./store/watch.ts";
