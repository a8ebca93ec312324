// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./airssys-wasm-storage-watch.d.ts" />
/// <reference path="./airssys-wasm-storage.d.ts" />
declare module 'airssys:wasm/storage-events@0.1.0' {
  /**
   * Called with events of one watch, soon after they were committed, as a call like any other: it is one transaction, and
   * when it fails, its events are not delivered again. Changes that the handler makes itself are not delivered
   * to the same instance.
   */
  export function handle(watch: WatchId, events: Events): void;
  export type StorageError = import('airssys:wasm/storage@0.1.0').StorageError;
  export type WatchId = import('airssys:wasm/storage-watch@0.1.0').WatchId;
  export type Events = import('airssys:wasm/storage-watch@0.1.0').Events;
}
