export { type LmdbOptions, openLmdb } from "./lmdb-backend.ts";
