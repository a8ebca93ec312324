import { type Stats, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { BackendError } from "@airssys/backend";
import { APPLICATION_ID } from "./format.ts";
import type { NodeSqlite } from "./node-sqlite.ts";

/**
 * Looks at a file before it is opened as a store, since opening a database of another program could already change it:
 * its log would be written back. What is looked at is the file alone, without its log and without any lock. It is
 * SQLite that reads it: were it opened and closed by this process in another way, the system would drop the locks that
 * other handles of the process have on it.
 *
 * @throws BackendError `corrupt` if it is of another program, damaged or no file; `unsupported` if it has several
 * names; what SQLite and the file system throw.
 */
export function inspectFile(sqlite: NodeSqlite, path: string): void {
  for (let look = 1; ; look++) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined || (stats.isFile() && stats.size === 0)) return; // a store can begin here
    requireOneName(stats, path);
    const fault = faultOf(sqlite, path);
    if (fault === undefined || hasLog(path, fault)) return;
    if (look === LOOKS_MAX) throw fault;
    pause(); // another process may just be writing its log back: only a fault that stays is one
  }
}

/** Opens a file for reading, as it is without its log. It takes no part in any locking. */
export function openImmutable(sqlite: NodeSqlite, path: string): InstanceType<NodeSqlite["DatabaseSync"]> {
  return new sqlite.DatabaseSync(`${pathToFileURL(path).href}?immutable=1`, { readOnly: true });
}

/** Whether a file of SQLite has something beside it that is still to be written into it, or out of it again. */
export function hasJournal(path: string): boolean {
  return ["-wal", "-journal"].some((end) => (statSync(`${path}${end}`, { throwIfNoEntry: false })?.size ?? 0) > 0);
}

const LOOKS_MAX = 3;

function requireOneName(stats: Stats, path: string): void {
  if (!stats.isFile()) throw new BackendError("corrupt", `${path} is no file`);
  if (stats.nlink <= 1) return;
  throw new BackendError(
    "unsupported",
    `${path} has ${stats.nlink} names (hard links). SQLite would keep a log for each of them, and damage the store; ` +
      "copy the file instead",
  );
}

/** A fault of the file; an error of another kind if it is of another program, which no log can mend. */
function faultOf(sqlite: NodeSqlite, path: string): Error | undefined {
  const database = openImmutable(sqlite, path);
  try {
    const id = database.prepare("PRAGMA application_id").get()?.application_id;
    if (id === APPLICATION_ID) return undefined;
    return new BackendError("corrupt", `${path} is a database of another program`);
  } catch (cause) {
    if (cause instanceof Error) return cause;
    throw cause;
  } finally {
    database.close();
  }
}

/** After a crash the file may be whole only together with its log. SQLite has to read both, and then tells. */
function hasLog(path: string, fault: Error): boolean {
  return !(fault instanceof BackendError) && hasJournal(path);
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
}
