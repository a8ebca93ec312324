// A host, and the components that are bound to it.

export type { Binding, BindSettings, CallSettings, CommitMode, Delivery } from "./calls/binding.ts";
export { CommitError } from "./calls/commit-error.ts";
export { type Host, type HostOptions, openHost } from "./host.ts";
export type { CallEnding } from "./observe/observer.ts";
export type { OutcomeCode } from "./operations/outcome.ts";

// The store alone, for programs without components.

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

// Manifests and grants.

export { type LevelQuotas, type Manifest, parseManifest } from "./manifest/manifest.ts";
export { ManifestError, type ManifestFault } from "./manifest/manifest-error.ts";
export {
  ACCESS_LEVELS,
  type AccessLevel,
  DEFAULT_QUOTAS,
  type Grants,
  type NamespaceGrant,
  type QuotaPolicy,
} from "./policy/grants.ts";
export { type MissingGrant, parseMissingGrant, printMissingGrant } from "./policy/missing-grant.ts";
export type { NamespaceQuota } from "./policy/namespace-quotas.ts";
export type { Need } from "./policy/need.ts";

// Observing components: audit, telemetry, failures.

export type { AuditEvent, AuditEventType, AuditedOperation, AuditedUsage, AuditSink } from "./audit/audit-event.ts";
export type { AuditOptions } from "./audit/audit-writer.ts";
export { jsonLinesSink } from "./audit/json-lines-sink.ts";
export type { FailureLog, HostFailure } from "./observe/host-log.ts";
export type { NamespaceDetail } from "./telemetry/namespace-label.ts";
export type { TelemetryOptions } from "./telemetry/telemetry.ts";

// The cipher behind storage-cipher. `@airssys/host/node` has a faster one.

export type { CipherKey, KeyRing } from "@airssys/protocol";
export type { Cipher, SealContext } from "./cipher/cipher.ts";
export { webCipher } from "./cipher/web-cipher.ts";

// The contract as a runtime uses it: the functions that a component imports, and operations as values.

export type { NamespaceUsage } from "./contract/namespace-usage.ts";
export type {
  BatchCheck,
  BatchOperation,
  BatchWrite,
  CipherOperation,
  ExpiryOperation,
  KeyOperation,
  Operation,
  OperationType,
  PageRequest,
  RangeOperation,
  SessionOperation,
  TransferOperation,
} from "./contract/operation.ts";
export type { BatchImports } from "./imports/batch.ts";
export type { CipherImports } from "./imports/cipher.ts";
export type { Hosted, HostedResult } from "./imports/hosted.ts";
export type { Imports, Interfaces } from "./imports/imports.ts";
export type { NamespacesImports } from "./imports/namespaces.ts";
export type { RangesImports } from "./imports/ranges.ts";
export type { StorageImports, StorageInterface } from "./imports/storage.ts";
export type { TransactionsImports } from "./imports/transactions.ts";
export type { TransferImports } from "./imports/transfer.ts";
export type { TtlImports } from "./imports/ttl.ts";
export type { UsageImports } from "./imports/usage.ts";
export type { WatchImports } from "./imports/watch.ts";
