// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./airssys-wasm-storage.d.ts" />
declare module 'airssys:wasm/storage-transactions@0.1.0' {
  /**
   * Begins a transaction. More than 64 open ones are `limit-exceeded`.
   *
   * Needs at least read-write access. Errors: `permission-denied`, `limit-exceeded`, `internal-error`.
   */
  export function storageBegin(): void;
  /**
   * Ends the transaction that was begun last and keeps what it wrote. Without one it is `invalid-argument`.
   *
   * Needs at least read-write access. Errors: `permission-denied`, `invalid-argument`, `internal-error`, and `conflict` for
   * the outermost one in a host that commits each function by itself: the transaction is over then, and wrote nothing.
   */
  export function storageCommit(): void;
  /**
   * Ends the transaction that was begun last and undoes what it wrote. Without one it is `invalid-argument`.
   *
   * Needs at least read-write access. Errors: `permission-denied`, `invalid-argument`, `internal-error`.
   */
  export function storageRollback(): void;
  export type StorageError = import('airssys:wasm/storage@0.1.0').StorageError;
}
