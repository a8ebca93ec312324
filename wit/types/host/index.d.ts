// Generated from wit/*.wit by `pnpm generate`. Do not edit.
export type * as storageBatch from "./interfaces/airssys-wasm-storage-batch.js";
export type * as storageCipher from "./interfaces/airssys-wasm-storage-cipher.js";
export type * as storageNamespaces from "./interfaces/airssys-wasm-storage-namespaces.js";
export type * as storageRanges from "./interfaces/airssys-wasm-storage-ranges.js";
export type * as storageTransactions from "./interfaces/airssys-wasm-storage-transactions.js";
export type * as storageTransfer from "./interfaces/airssys-wasm-storage-transfer.js";
export type * as storageTtl from "./interfaces/airssys-wasm-storage-ttl.js";
export type * as storageUsage from "./interfaces/airssys-wasm-storage-usage.js";
export type * as storageWatch from "./interfaces/airssys-wasm-storage-watch.js";
export type * as storage from "./interfaces/airssys-wasm-storage.js";
export type * as storageEvents from "./interfaces/airssys-wasm-storage-events.js";
