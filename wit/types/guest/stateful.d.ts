// Generated from wit/*.wit by `pnpm generate`. Do not edit.
/// <reference path="./interfaces/airssys-wasm-storage-batch.d.ts" />
/// <reference path="./interfaces/airssys-wasm-storage-cipher.d.ts" />
/// <reference path="./interfaces/airssys-wasm-storage-namespaces.d.ts" />
/// <reference path="./interfaces/airssys-wasm-storage-ranges.d.ts" />
/// <reference path="./interfaces/airssys-wasm-storage-transactions.d.ts" />
/// <reference path="./interfaces/airssys-wasm-storage-transfer.d.ts" />
/// <reference path="./interfaces/airssys-wasm-storage-ttl.d.ts" />
/// <reference path="./interfaces/airssys-wasm-storage-usage.d.ts" />
/// <reference path="./interfaces/airssys-wasm-storage-watch.d.ts" />
/// <reference path="./interfaces/airssys-wasm-storage.d.ts" />
declare module 'airssys:wasm/stateful@0.1.0' {
  export type * as AirssysWasmStorageBatch010 from 'airssys:wasm/storage-batch@0.1.0'; // import airssys:wasm/storage-batch@0.1.0
  export type * as AirssysWasmStorageCipher010 from 'airssys:wasm/storage-cipher@0.1.0'; // import airssys:wasm/storage-cipher@0.1.0
  export type * as AirssysWasmStorageNamespaces010 from 'airssys:wasm/storage-namespaces@0.1.0'; // import airssys:wasm/storage-namespaces@0.1.0
  export type * as AirssysWasmStorageRanges010 from 'airssys:wasm/storage-ranges@0.1.0'; // import airssys:wasm/storage-ranges@0.1.0
  export type * as AirssysWasmStorageTransactions010 from 'airssys:wasm/storage-transactions@0.1.0'; // import airssys:wasm/storage-transactions@0.1.0
  export type * as AirssysWasmStorageTransfer010 from 'airssys:wasm/storage-transfer@0.1.0'; // import airssys:wasm/storage-transfer@0.1.0
  export type * as AirssysWasmStorageTtl010 from 'airssys:wasm/storage-ttl@0.1.0'; // import airssys:wasm/storage-ttl@0.1.0
  export type * as AirssysWasmStorageUsage010 from 'airssys:wasm/storage-usage@0.1.0'; // import airssys:wasm/storage-usage@0.1.0
  export type * as AirssysWasmStorageWatch010 from 'airssys:wasm/storage-watch@0.1.0'; // import airssys:wasm/storage-watch@0.1.0
  export type * as AirssysWasmStorage010 from 'airssys:wasm/storage@0.1.0'; // import airssys:wasm/storage@0.1.0
}
