// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./interfaces/airssys-wasm-storage.d.ts" />
declare module 'airssys:wasm/component@0.1.0' {
  export type * as AirssysWasmStorage010 from 'airssys:wasm/storage@0.1.0'; // import airssys:wasm/storage@0.1.0
}
