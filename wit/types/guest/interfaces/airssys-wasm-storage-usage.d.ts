// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./airssys-wasm-storage.d.ts" />
declare module 'airssys:wasm/storage-usage@0.1.0' {
  /**
   * What the namespace uses and may use.
   *
   * Needs at least read-only access. Errors: `permission-denied`, `internal-error`.
   */
  export function storageUsage(): Usage;
  export type StorageError = import('airssys:wasm/storage@0.1.0').StorageError;
  /**
   * Exact at every instant, with the call's own writes and without what has expired.
   */
  export interface Usage {
    usedBytes: bigint,
    quotaBytes: bigint,
    keyCount: bigint,
  }
}
