import type { DatabaseSync } from "node:sqlite";
import { BackendError } from "@airssys/backend";
import { Entries } from "./entries.ts";
import { APPLICATION_ID, FORMAT_VERSION, TABLES } from "./format.ts";
import { hasJournal, openImmutable } from "./inspect-file.ts";
import { type NodeSqlite, nodeSqlite } from "./node-sqlite.ts";
import type { KnownSqliteOptions } from "./options.ts";

/** A connection to the file of a store. */
export interface Connection {
  readonly database: DatabaseSync;
  readonly entries: Entries;
}

/**
 * Opens a connection, creates the store if there is none and it may be written, and checks that it is one.
 *
 * @throws BackendError `corrupt`, `version` or `unsupported`; what SQLite throws.
 */
export function openConnection(path: string, options: KnownSqliteOptions): Connection {
  const database = openDatabase(nodeSqlite(), path, options);
  try {
    if (!options.readOnly) prepareFile(database, options);
    requireStore(database, path);
    return { database, entries: new Entries(database) };
  } catch (error) {
    database.close();
    throw error;
  }
}

function openDatabase(sqlite: NodeSqlite, path: string, options: KnownSqliteOptions): DatabaseSync {
  const { readOnly, nobodyWrites, busyTimeoutMs, cacheBytes } = options;
  const database =
    nobodyWrites && !hasJournal(path)
      ? openImmutable(sqlite, path)
      : new sqlite.DatabaseSync(path, { readOnly, timeout: busyTimeoutMs });
  database.exec(`PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = ${-Math.ceil(cacheBytes / 1_024)}`);
  return database;
}

function prepareFile(database: DatabaseSync, { synchronous, bytesMax }: KnownSqliteOptions): void {
  if (pragma(database, "schema_version") === 0) createTables(database);
  if (pragma(database, "application_id") !== APPLICATION_ID) return; // of another program: it is refused as it is
  if (pragma(database, "journal_mode = WAL") !== "wal")
    throw new BackendError("unsupported", "the file system cannot hold the write-ahead log of SQLite");
  // On macOS a sync alone does not reach the disk.
  database.exec(`PRAGMA synchronous = ${synchronous}; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
    PRAGMA journal_size_limit = ${LOG_BYTES_KEPT_MAX}`);
  if (bytesMax === undefined) return;
  const pages = Math.floor(bytesMax / Number(pragma(database, "page_size")));
  database.exec(`PRAGMA max_page_count = ${pages}`);
}

/** Beyond this the log is cut off when it has been written back; a large transaction may have made it larger. */
const LOG_BYTES_KEPT_MAX = 67_108_864;

/**
 * Before the file has a log, so that the file alone says from its first page on what it is. Two may do so at once: the
 * second finds that the first has.
 */
function createTables(database: DatabaseSync): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    if (pragma(database, "schema_version") === 0) {
      for (const sql of TABLES.values()) database.exec(sql);
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}`);
    }
    database.exec("COMMIT");
  } finally {
    if (database.isTransaction) database.exec("ROLLBACK");
  }
}

/** Refuses a file with anything but our own tables: whoever could write it could have added a trigger. */
function requireStore(database: DatabaseSync, path: string): void {
  if (pragma(database, "application_id") !== APPLICATION_ID)
    throw new BackendError("corrupt", `${path} is not a store: it is empty, or a database of another program`);
  const version = pragma(database, "user_version");
  if (version !== FORMAT_VERSION)
    throw new BackendError("version", `${path} has format ${version}, and this version reads ${FORMAT_VERSION}`);
  const schema = database.prepare("SELECT name, sql FROM sqlite_schema").all();
  if (schema.length === TABLES.size && schema.every(({ name, sql }) => TABLES.get(String(name)) === sql)) return;
  throw new BackendError("corrupt", `${path} is damaged or was changed: its tables are not those of a store`);
}

function pragma(database: DatabaseSync, text: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${text}`).get() ?? {})[0];
}
