import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BackendError } from "@airssys/backend";
import { identifyFile, type StoreFolder, syncNames } from "@airssys/backend/node";
import { type Places, placesIn } from "./intent.ts";
import { LOCK_FILE } from "./store-lock.ts";
import { readIfPresent, writeSynced } from "./sync.ts";

const MARKER = "store.json";
const FORMAT = "airssys-files";
const VERSION = 1;

/** Names in a folder whose store was not finished. */
const BEGINNINGS = new Set([LOCK_FILE, `${LOCK_FILE}-journal`, "values", "staged", "intent", `${MARKER}.new`]);

/**
 * Looks whether a folder is a store, or may become one. Changes nothing.
 *
 * @returns whether it is one.
 * @throws BackendError `corrupt` if it holds something else, `version` if its format is another one.
 */
export function inspectFolder(folder: string): boolean {
  const marker = readIfPresent(join(folder, MARKER))?.toString();
  if (marker !== undefined) {
    requireMarker(marker, folder);
    return true;
  }
  const others = existsSync(folder) ? readdirSync(folder).filter((name) => !BEGINNINGS.has(name)) : [];
  const values = join(folder, "values");
  if (others.length === 0 && (!existsSync(values) || readdirSync(values).length === 0)) return false;
  throw new BackendError("corrupt", `${folder} is not a store: it holds files, and no ${MARKER}`);
}

/** Makes a store. The file that marks it comes last: until it is there, a store has not begun. */
export function createStore(folder: StoreFolder): void {
  const { values, staged, intent } = placesIn(folder.path);
  for (const path of [values, staged]) mkdirSync(path, { recursive: true });
  writeFileSync(intent, "");
  const marker = join(folder.path, MARKER);
  writeSynced(`${marker}.new`, Buffer.from(`${JSON.stringify({ format: FORMAT, version: VERSION })}\n`));
  renameSync(`${marker}.new`, marker);
  syncNames({ path: values });
  syncNames(folder);
}

/** Removes what a commit that never happened has staged. */
export function clearStaged({ staged }: Places): void {
  for (const name of readdirSync(staged)) rmSync(join(staged, name), { force: true });
}

/** Identifies a store by its lock, for as long as it is open. */
export function identifyStore(folder: string): string | undefined {
  return identifyFile(join(folder, LOCK_FILE));
}

function requireMarker(text: string, folder: string): void {
  const { format, version } = parsed(text);
  if (format !== FORMAT) throw new BackendError("corrupt", `${join(folder, MARKER)} is not that of a store`);
  if (version !== VERSION)
    throw new BackendError("version", `${folder} has format ${version}, and this version reads ${VERSION}`);
}

function parsed(text: string): { format?: unknown; version?: unknown } {
  try {
    const marker: unknown = JSON.parse(text);
    return typeof marker === "object" && marker !== null ? marker : {};
  } catch {
    return {};
  }
}
