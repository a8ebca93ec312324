export type { SqliteOptions } from "./options.ts";
export { openSqlite } from "./sqlite-backend.ts";
