// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./interfaces/airssys-wasm-storage-events.d.ts" />
/// <reference path="./interfaces/airssys-wasm-storage-watch.d.ts" />
/// <reference path="./interfaces/airssys-wasm-storage.d.ts" />
declare module 'airssys:wasm/event-handler@0.1.0' {
  export type * as AirssysWasmStorageWatch010 from 'airssys:wasm/storage-watch@0.1.0'; // import airssys:wasm/storage-watch@0.1.0
  export type * as AirssysWasmStorage010 from 'airssys:wasm/storage@0.1.0'; // import airssys:wasm/storage@0.1.0
  export * as storageEvents from 'airssys:wasm/storage-events@0.1.0'; // export airssys:wasm/storage-events@0.1.0
}
