import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { BackendError } from "@airssys/backend";

// A store is a folder with the files of RocksDB and this one, which says whose they are:
//   airssys.json   {"engine":"rocksdb","version":1}
// It is written before RocksDB makes its own.

/** Whether a folder has a store, or could become one. */
export type FolderState = "store" | "begun" | "empty";

/**
 * Looks at a folder without changing it.
 *
 * @returns `begun` if a store was being created and has no data yet.
 * @throws BackendError `corrupt` if it holds something else or lost files, `version` if its format is another one.
 */
export function inspectFolder(folder: string): FolderState {
  const names = readdirSync(folder).filter((name) => !PASSED_OVER.has(name));
  if (names.length === 0) return "empty";
  if (!names.includes(MARKER)) throw new BackendError("corrupt", `${folder} holds files of another program`);
  requireMarker(join(folder, MARKER));
  if (names.includes("CURRENT")) return requireLog(folder, names);
  if (names.some((name) => DATA_FILE.test(name))) throw damaged(folder, "its file CURRENT is missing");
  return "begun";
}

/** Marks an empty folder as a store. */
export function markFolder(folder: string): void {
  const [partial, marker] = [join(folder, MARKER_PARTIAL), join(folder, MARKER)];
  const descriptor = openSync(partial, "w");
  try {
    writeSync(descriptor, `${JSON.stringify({ engine: ENGINE, version: VERSION })}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(partial, marker);
}

const MARKER = "airssys.json";
const MARKER_PARTIAL = "airssys.json.partial";
const ENGINE = "rocksdb";
const VERSION = 1;
/** The root of a file system may have the first one; a process that was killed while it made a store left the other. */
const PASSED_OVER = new Set(["lost+found", MARKER_PARTIAL]);
const DATA_FILE = /\.(sst|log)$/;

function requireMarker(file: string): void {
  const { engine, version } = parsed(file);
  if (engine !== ENGINE) throw new BackendError("corrupt", `${file} does not say that RocksDB keeps the store`);
  if (version === VERSION) return;
  throw new BackendError("version", `${file} has format ${String(version)}, this version reads ${VERSION}`);
}

function parsed(file: string): { readonly engine?: unknown; readonly version?: unknown } {
  try {
    const content: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof content === "object" && content !== null ? content : {};
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new BackendError("corrupt", `${file} is damaged`, { cause });
    throw cause;
  }
}

/** RocksDB would open a store without its log, and miss the newest commits. */
function requireLog(folder: string, names: readonly string[]): FolderState {
  const hasTables = names.some((name) => name.endsWith(".sst"));
  if (hasTables && !names.some((name) => name.endsWith(".log"))) throw damaged(folder, "its log is missing");
  return "store";
}

function damaged(folder: string, what: string): BackendError {
  return new BackendError("corrupt", `${folder} is damaged: ${what}`);
}
