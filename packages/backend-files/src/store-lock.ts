import { join } from "node:path";
import { BackendError } from "@airssys/backend";

/** A lock on a store. The system takes it away when the process ends, however it ends. */
export interface StoreLock {
  release(): void;
}

/**
 * Takes the lock of a store: a writer alone, or readers together. Node has no locks on files. SQLite has, and this is
 * an open transaction on an empty database, in which nothing is ever written.
 *
 * @throws BackendError `in-use` if another process or handle has it; `unsupported` if this Node has no SQLite; what
 * SQLite throws.
 */
export function lockStore(folder: string, readOnly: boolean): StoreLock {
  const sqlite = process.getBuiltinModule?.("node:sqlite");
  if (sqlite === undefined)
    throw new BackendError(
      "unsupported",
      `Node ${process.versions.node} has no node:sqlite; install Node 22.13 or newer`,
    );
  const database = new sqlite.DatabaseSync(join(folder, LOCK_FILE), { readOnly, timeout: 0 });
  try {
    database.exec(readOnly ? "BEGIN; SELECT count(*) FROM sqlite_schema" : "BEGIN EXCLUSIVE");
    return { release: () => database.close() };
  } catch (cause) {
    database.close();
    if (!(cause instanceof Error && "errcode" in cause && cause.errcode === BUSY)) throw cause;
    throw new BackendError("in-use", `the store in ${folder} is open in another process or handle`, { cause });
  }
}

export const LOCK_FILE = "lock";
const BUSY = 5;
