import type { DatabaseSync } from "node:sqlite";
import { BackendError } from "@airssys/backend";

/** The module `node:sqlite`. */
export type NodeSqlite = typeof import("node:sqlite");

let loaded: NodeSqlite | undefined;

/**
 * Returns the SQLite of this Node. It is looked for when a store is opened and not by an import, so that a program on a
 * Node that has none gets an error that says so.
 *
 * @throws BackendError `unsupported` if there is none, if it can lose commits, or if it loses empty values.
 */
export function nodeSqlite(): NodeSqlite {
  loaded ??= findSqlite();
  return loaded;
}

function findSqlite(): NodeSqlite {
  const sqlite: NodeSqlite | undefined = process.getBuiltinModule?.("node:sqlite");
  if (sqlite === undefined) throw unsupported(`Node ${process.versions.node} has no node:sqlite`);
  const database = new sqlite.DatabaseSync(":memory:");
  try {
    requireVersion(String(database.prepare("SELECT sqlite_version() AS version").get()?.version));
    requireEmptyValues(database);
  } finally {
    database.close();
  }
  return sqlite;
}

/**
 * Earlier ones can lose commits when two connections write the log back at once: sqlite.org/wal.html#walresetbug.
 *
 * @throws BackendError `unsupported`.
 */
export function requireVersion(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  if (major * 1_000_000 + minor * 1_000 + patch >= 3_051_003) return;
  throw unsupported(`SQLite 3.51.3 or newer is needed, and Node ${process.versions.node} has SQLite ${version}`);
}

/**
 * Some versions of Node bind empty bytes as NULL, which is no value at all.
 *
 * @throws BackendError `unsupported`.
 */
export function requireEmptyValues(database: Pick<DatabaseSync, "prepare">): void {
  const row = database.prepare("SELECT typeof(?) AS type, x'' AS value").get(new Uint8Array(0));
  if (row?.type === "blob" && row.value instanceof Uint8Array) return;
  throw unsupported(`node:sqlite of Node ${process.versions.node} stores empty values as NULL`);
}

function unsupported(why: string): BackendError {
  return new BackendError("unsupported", `${why}; install Node 22.23.3, Node 24.21, or a newer version of these`);
}
