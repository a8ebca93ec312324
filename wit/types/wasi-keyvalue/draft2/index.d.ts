// Generated from wit/wasi-keyvalue/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./interfaces/wasi-keyvalue-atomics.d.ts" />
/// <reference path="./interfaces/wasi-keyvalue-batch.d.ts" />
/// <reference path="./interfaces/wasi-keyvalue-store.d.ts" />
declare module 'wasi:keyvalue/imports@0.2.0-draft2' {
  export type * as WasiKeyvalueAtomics020Draft2 from 'wasi:keyvalue/atomics@0.2.0-draft2'; // import wasi:keyvalue/atomics@0.2.0-draft2
  export type * as WasiKeyvalueBatch020Draft2 from 'wasi:keyvalue/batch@0.2.0-draft2'; // import wasi:keyvalue/batch@0.2.0-draft2
  export type * as WasiKeyvalueStore020Draft2 from 'wasi:keyvalue/store@0.2.0-draft2'; // import wasi:keyvalue/store@0.2.0-draft2
}
