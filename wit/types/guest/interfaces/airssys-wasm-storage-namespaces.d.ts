// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./airssys-wasm-storage.d.ts" />
declare module 'airssys:wasm/storage-namespaces@0.1.0' {
  /**
   * Enters a shared namespace: `app:ID`, `user:ID`, `org/ID` or `system`; or, by the empty text, the component's own. Entering nests, at most 16 deep; more is
   * `limit-exceeded`. A name that is none is `invalid-argument`, and one that is not granted `permission-denied`, whether or
   * not anybody uses it.
   *
   * Needs at least read-only access to the namespace. Errors: `permission-denied`, `invalid-argument`, `limit-exceeded`.
   */
  export function storageEnter(namespace: string): void;
  /**
   * Returns to the namespace that was left with the last `storage-enter`. Without one it is `invalid-argument`.
   *
   * Errors: `invalid-argument`.
   */
  export function storageLeave(): void;
  export type StorageError = import('airssys:wasm/storage@0.1.0').StorageError;
}
