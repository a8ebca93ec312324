// The store alone, for programs without components. Loads a third of the modules that `@airssys/host` loads, and has
// the same classes.

export type { KeyRange, Walk } from "@airssys/protocol";
export type { BackupStoreOptions } from "./store/backup-store.ts";
export type { Change, ChangeCause, Overflow } from "./store/changes/change.ts";
export type { Watch, WatchOptions } from "./store/changes/watch.ts";
export { StoreFormatError } from "./store/format/store-format-error.ts";
export type { Quota, Usage } from "./store/format/usage.ts";
export type { ListedNamespace, ListOptions, NamespacePage } from "./store/namespaces/list-namespaces.ts";
export { NamespaceError, type NamespaceErrorCode } from "./store/namespaces/namespace-error.ts";
export type { NamespaceQuotaLimits } from "./store/namespaces/stored-quota.ts";
export { type CopyOptions, type Namespaces, openStore } from "./store/open-store.ts";
export type { Store, StoreSavepoint, StoreTransaction, TransactionSettings } from "./store/store.ts";
export type { EntryPage, Expiry, KeyedEntry, StoreOperations, ValueEntry } from "./store/store-operations.ts";
export type { StoreOptions } from "./store/store-options.ts";
export type { Sweeper, SweepStats } from "./store/sweeper.ts";
export type { Verification } from "./store/verify.ts";
export type { Clock } from "./time/clock.ts";

// A namespace as a stream of JSON Lines.

export { exportNamespace } from "./transfer/export-namespace.ts";
export { ImportError } from "./transfer/import-error.ts";
export { type ImportOptions, type ImportResult, importNamespace } from "./transfer/import-namespace.ts";
export type { ImportSource } from "./transfer/import-source.ts";

// A store taken to another engine.

export { type MigrationOptions, type MigrationResult, migrateStore } from "./transfer/migration/migrate-store.ts";
export { MigrationError, type MigrationErrorCode } from "./transfer/migration/migration-error.ts";
export type { MigrationProgress, ProgressListener } from "./transfer/migration/migration-progress.ts";
export type { MigratedNamespace } from "./transfer/migration/verify-copies.ts";
