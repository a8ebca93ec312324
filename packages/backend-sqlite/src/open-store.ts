import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { BackendError } from "@airssys/backend";
import { fileError, syncNames, useFolder } from "@airssys/backend/node";
import { type Connection, openConnection } from "./connection.ts";
import { inspectFile } from "./inspect-file.ts";
import { nodeSqlite } from "./node-sqlite.ts";
import type { KnownSqliteOptions } from "./options.ts";
import { sqliteError } from "./sqlite-error.ts";
import { rememberFiles, requireInPlace, type StoreFiles } from "./store-files.ts";

/** A store that is open. */
export interface OpenedStore {
  readonly connection: Connection;
  readonly files: StoreFiles;
  readonly options: KnownSqliteOptions;
}

/** Opens the file of a store, and refuses what it cannot promise to keep. @throws BackendError */
export function openStoreFile(options: KnownSqliteOptions): OpenedStore {
  const sqlite = nodeSqlite();
  try {
    const folder = useFolder(dirname(options.path), options.readOnly);
    const named = join(folder.path, basename(options.path));
    const path = existsSync(named) ? realpathSync.native(named) : named;
    if (options.readOnly && !existsSync(path)) throw new BackendError("io", `${options.path} does not exist`);
    inspectFile(sqlite, path);
    const connection = openConnection(path, options);
    try {
      if (!options.readOnly) syncNames(folder);
      return { connection, files: rememberFiles(options.path), options };
    } catch (error) {
      connection.database.close();
      throw error;
    }
  } catch (cause) {
    throw openError(cause, options);
  }
}

/** Opens another connection to a store for reading, which sees it as it is now until it is closed. */
export function openSnapshot({ files, options }: OpenedStore): Connection {
  requireInPlace(files); // a connection to other files would use them together with the memory of this store
  const connection = openConnection(files.real, { ...options, readOnly: true });
  try {
    requireInPlace(files);
    connection.database.exec("BEGIN");
    connection.entries.valueOf(FIRST_KEY); // from the first read on nothing changes any more
    return connection;
  } catch (error) {
    connection.database.close();
    throw error;
  }
}

const FIRST_KEY = Uint8Array.of(0);

/** SQLite says in many ways, and of a file system that may not be written in none, why it cannot use its files. */
function openError(cause: unknown, { path, readOnly, nobodyWrites }: KnownSqliteOptions): unknown {
  const error = sqliteError(cause, `open ${path}`);
  if (!(error instanceof BackendError) || !isRefusal(error.cause)) return error;
  if (!readOnly) return refusalOf(dirname(path)) ?? refusalOf(path) ?? error;
  const cure = nobodyWrites
    ? "its log holds commits that are not written back yet: open it once where it may be written"
    : "make its folder writable, or pass nobodyWrites: true if no process writes to this store";
  return new BackendError("read-only", `failed to open ${path}: its -wal and -shm cannot be used; ${cure}`, { cause });
}

/** SQLITE_CANTOPEN, or SQLITE_READONLY in one of its kinds. */
function isRefusal(cause: unknown): boolean {
  if (!(cause instanceof Error) || !("errcode" in cause) || typeof cause.errcode !== "number") return false;
  return [8, 14].includes(cause.errcode & 0xff);
}

function refusalOf(path: string): BackendError | undefined {
  try {
    accessSync(path, constants.W_OK);
    return undefined;
  } catch (cause) {
    return fileError(cause, `open ${path} for writing`, "not-committed");
  }
}
