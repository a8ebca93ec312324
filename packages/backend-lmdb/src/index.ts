export { openLmdb } from "./lmdb-backend.ts";
export type { LmdbOptions } from "./options.ts";
