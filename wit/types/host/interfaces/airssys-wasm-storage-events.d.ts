// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/** @module Interface airssys:wasm/storage-events@0.1.0 **/
/**
 * Called with events of one watch, soon after they were committed, as a call like any other: it is one transaction, and
 * when it fails, its events are not delivered again. Changes that the handler makes itself are not delivered
 * to the same instance.
 */
export function handle(watch: WatchId, events: Events): void;
export type StorageError = import('./airssys-wasm-storage.js').StorageError;
export type WatchId = import('./airssys-wasm-storage-watch.js').WatchId;
export type Events = import('./airssys-wasm-storage-watch.js').Events;
