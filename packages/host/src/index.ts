export type { CipherKey, KeyRing } from "@airssys/protocol";
export type { AuditOptions } from "./audit/audit-book.ts";
export type { AuditEvent, AuditEventType, AuditedOperation, AuditedUsage, AuditSink } from "./audit/audit-event.ts";
export { jsonLinesSink } from "./audit/json-lines-sink.ts";
export type { Binding, BindSettings, CallSettings, CommitMode, Delivery } from "./binding.ts";
export type { Cipher, SealContext } from "./cipher/cipher.ts";
export { webCipher } from "./cipher/web-cipher.ts";
export type { Clock } from "./clock.ts";
export { CommitError } from "./commit-error.ts";
export {
  ACCESS_LEVELS,
  type AccessLevel,
  DEFAULT_QUOTAS,
  type Grants,
  type NamespaceGrant,
  type QuotaPolicy,
} from "./grants.ts";
export { type Host, type HostOptions, openHost } from "./host.ts";
export type { FailureLog, HostFailure } from "./host-log.ts";
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
export { type LevelQuotas, type Manifest, parseManifest } from "./manifest.ts";
export { ManifestError, type ManifestFault } from "./manifest-error.ts";
export { type MissingGrant, parseMissingGrant, printMissingGrant } from "./missing-grant.ts";
export type { NamespaceQuota } from "./namespace-quotas.ts";
export type { NamespaceUsage } from "./namespace-usage.ts";
export type { Need } from "./need.ts";
export type { CallEnding } from "./observer.ts";
export type {
  BatchCheck,
  BatchOperation,
  BatchWrite,
  CipherOperation,
  ExpiryOperation,
  GuestRange,
  KeyOperation,
  Operation,
  OperationType,
  PageRequest,
  RangeOperation,
  SessionOperation,
  TransferOperation,
} from "./operation.ts";
export type { OutcomeCode } from "./outcome.ts";
export type { Change, ChangeCause, Overflow } from "./store/changes/change.ts";
export type { Watch, WatchOptions } from "./store/changes/watch.ts";
export type { KeyRange } from "./store/format/key-range.ts";
export { StoreFormatError } from "./store/format/store-format-error.ts";
export type { Quota, Usage } from "./store/format/usage.ts";
export { type Namespaces, openStore } from "./store/open-store.ts";
export type { Store, StoreSavepoint, StoreTransaction, TransactionSettings } from "./store/store.ts";
export type {
  EntryPage,
  Expiry,
  KeyedEntry,
  RangeOptions,
  StoreOperations,
  ValueEntry,
} from "./store/store-operations.ts";
export type { StoreOptions } from "./store/store-options.ts";
export type { Verification } from "./store/verify.ts";
export type { NamespaceDetail } from "./telemetry/namespace-label.ts";
export type { TelemetryOptions } from "./telemetry/telemetry.ts";
