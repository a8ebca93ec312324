// Generated from wit/*.wit by `pnpm generate`. Do not edit.
export type * as storage from "./interfaces/airssys-wasm-storage.js";
