import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { BackendError } from "@airssys/backend";
import { type Database, open, type RootDatabase } from "lmdb";
import { inspectDataFile } from "./data-file.ts";
import { lmdbError } from "./lmdb-error.ts";

/** What decides how an environment is opened. */
export interface EnvironmentOptions {
  /** Folder of the store; created if it is missing. It must be on a local file system. */
  readonly path: string;
  /** Open for reading alone: every commit is a `read-only` error. */
  readonly readOnly: boolean;
}

/** An open lmdb environment, shared by every handle on its folder in this process. */
export interface Environment {
  readonly folder: string;
  readonly root: RootDatabase;
  /** Keys and values live in this named database: clearing or dropping the root one makes lmdb abort the process. */
  readonly data: Database<Buffer, Uint8Array>;
  readonly readOnly: boolean;
  /** Gives this use back. The last one closes the environment. */
  release(): void;
}

interface Shared {
  readonly root: RootDatabase;
  readonly data: Database<Buffer, Uint8Array>;
  readonly readOnly: boolean;
  uses: number;
}

const DATA_DATABASE = "data";

/** lmdb allows one environment per path and process, and a second open would silently take the first one's flags. */
const environments = new Map<string, Shared>();

/**
 * Opens the environment of a folder, or joins the one that is open already.
 *
 * @throws BackendError `options` if it is open with other options.
 */
export function openEnvironment({ path, readOnly }: EnvironmentOptions): Environment {
  const folder = folderOf(path, readOnly);
  const shared = environments.get(folder) ?? openShared(folder, readOnly);
  if (shared.readOnly !== readOnly) {
    throw new BackendError(
      "options",
      `${path} is open with readOnly: ${shared.readOnly}; open it with the same options`,
    );
  }
  shared.uses++;
  let isReleased = false;
  return {
    folder,
    root: shared.root,
    data: shared.data,
    readOnly,
    release() {
      if (isReleased) return;
      isReleased = true;
      if (--shared.uses > 0) return;
      environments.delete(folder);
      void shared.root.close(); // does its work at once when no asynchronous write is pending
    },
  };
}

function openShared(folder: string, readOnly: boolean): Shared {
  try {
    inspectDataFile(join(folder, "data.mdb"));
    const root = open({ path: folder, noSubdir: false, maxDbs: 2, readOnly });
    const data = openData(root, folder);
    if (!readOnly) syncFolder(folder);
    const shared = { root, data, readOnly, uses: 0 };
    environments.set(folder, shared);
    return shared;
  } catch (cause) {
    throw lmdbError(cause, `open ${folder}`);
  }
}

function openData(root: RootDatabase, folder: string): Shared["data"] {
  const data = root.openDB<Buffer, Uint8Array>({ name: DATA_DATABASE, encoding: "binary", keyEncoding: "binary" });
  if (data !== undefined) return data;
  void root.close();
  throw new BackendError("corrupt", `${folder} holds no store: it has no database "${DATA_DATABASE}"`);
}

function folderOf(path: string, readOnly: boolean): string {
  try {
    if (!readOnly) createFolder(path);
    return realpathSync(path);
  } catch (cause) {
    throw lmdbError(cause, `use the folder ${path}`);
  }
}

function createFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    if (!existsSync(dirname(path))) throw cause;
    mkdirSync(path); // with `recursive`, Node says ENOENT of a file system that may not be written; this says why
  }
}

/** lmdb syncs its files but not the folder that names them: without this a power cut could lose a new store whole. */
function syncFolder(folder: string): void {
  for (const each of [folder, dirname(folder)]) {
    const descriptor = openSync(each, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}
