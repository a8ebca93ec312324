import { join, resolve } from "node:path";
import { BackendError } from "@airssys/backend";
import { type StoreFolder, syncNames, useFolder } from "@airssys/backend/node";
import { type Database, open, type RootDatabase } from "lmdb";
import { inspectDataFile } from "./data-file.ts";
import { DATA_DATABASE } from "./foreign-name.ts";
import { lmdbError } from "./lmdb-error.ts";
import type { LmdbOptions } from "./options.ts";
import { hasExited, watchExit } from "./process-exit.ts";
import { ownedKeys, RangeValues } from "./range-encoding.ts";
import { identifyFiles, requireInPlace, type StoreFiles } from "./store-files.ts";

/** An open lmdb environment, shared by every handle on its files in this thread. */
export interface Environment {
  readonly folder: string;
  readonly root: RootDatabase;
  /** Keys and values live in this named database: clearing or dropping the root one makes lmdb abort the process. */
  readonly data: Database<Buffer, Uint8Array>;
  /** Hands out the values of the ranges of `data`. */
  readonly rangeValues: RangeValues;
  readonly readOnly: boolean;
  /** @throws BackendError `moved` if the path that was asked for no longer leads to the files that are open. */
  requireInPlace(): void;
  /** Whether lmdb has closed it, as it does when the process exits. Using it then would crash the process. */
  isGone(): boolean;
  /** Another use of the same environment, wherever its path leads by now. It has to be released too. */
  useAgain(): Environment;
  /** Gives this use back. The last one closes the environment. */
  release(): void;
}

interface Shared {
  readonly root: RootDatabase;
  readonly data: Database<Buffer, Uint8Array>;
  readonly rangeValues: RangeValues;
  readonly readOnly: boolean;
  readonly files: StoreFiles;
  uses: number;
}

/**
 * How many free pages lmdb keeps in memory between commits; its types leave the option out. By default it keeps all of
 * them, and sorts them anew in every commit: after some large transactions at random keys a durable set took 23 ms
 * instead of 0.4. The file grows no larger.
 */
const FEW_FREE_PAGES: object = { maxFreeSpaceToRetain: 1_000 };

/**
 * By the identity of the data file. lmdb allows one environment per lock file and process, and a second open would
 * silently take the first one's flags.
 */
const environments = new Map<string, Shared>();

/**
 * Opens the environment of a folder, or joins the one that is open already.
 *
 * @throws BackendError `options` if it is open with other options, `moved` if its data file was replaced beside a lock
 * file that is in use, `read-only` if its lock file cannot be used and nobody promised that nobody writes.
 */
export function openEnvironment(options: Required<LmdbOptions>): Environment {
  const asked = resolve(options.path); // the process may change its folder later
  const folder = folderOf(options);
  const shared = findShared(folder.path) ?? openShared(folder, options);
  if (shared.readOnly !== options.readOnly) {
    throw new BackendError(
      "options",
      `${options.path} is open with readOnly: ${shared.readOnly}; open it with the same options`,
    );
  }
  if (!options.nobodyWrites) requireLock(shared.root, folder.path); // whoever opened it first may have promised more
  return useShared(shared, folder.path, asked);
}

function folderOf({ path, readOnly }: Required<LmdbOptions>): StoreFolder {
  try {
    return useFolder(path, readOnly);
  } catch (cause) {
    throw lmdbError(cause, `use the folder ${path}`);
  }
}

function useShared(shared: Shared, folder: string, asked: string): Environment {
  shared.uses++;
  let isReleased = false;
  return {
    folder,
    root: shared.root,
    data: shared.data,
    readOnly: shared.readOnly,
    requireInPlace: () => requireInPlace(asked, shared.files),
    isGone: hasExited,
    useAgain: () => useShared(shared, folder, asked),
    rangeValues: shared.rangeValues,
    release() {
      if (isReleased) return;
      isReleased = true;
      if (--shared.uses > 0 || hasExited()) return;
      environments.delete(shared.files.data);
      void shared.root.close(); // does its work at once when no asynchronous write is pending
    },
  };
}

function findShared(folder: string): Shared | undefined {
  const files = identifyFiles(folder);
  if (files === undefined) return undefined;
  for (const shared of environments.values()) {
    if (shared.files.data === files.data) return shared;
    // lmdb tells environments apart by the lock file alone, and would return the one of the old data file.
    if (shared.files.lock !== undefined && shared.files.lock === files.lock)
      throw new BackendError(
        "moved",
        `${join(folder, "data.mdb")} was replaced while the store was open; close every handle on it first`,
      );
  }
  return undefined;
}

function openShared(folder: StoreFolder, options: Required<LmdbOptions>): Shared {
  try {
    inspectDataFile(join(folder.path, "data.mdb"));
    const { readOnly, maxReaders } = options;
    const root = open({ path: folder.path, noSubdir: false, maxDbs: 2, readOnly, maxReaders, ...FEW_FREE_PAGES });
    watchExit();
    try {
      if (!options.nobodyWrites) requireLock(root, folder.path);
      const rangeValues = new RangeValues();
      const data = openData(root, folder.path, rangeValues);
      if (!readOnly) syncNames(folder);
      const files = identifyFiles(folder.path);
      if (files === undefined) throw new BackendError("moved", `${folder.path} was removed while it was opened`);
      const shared = { root, data, rangeValues, readOnly, files, uses: 0 };
      environments.set(files.data, shared);
      return shared;
    } catch (cause) {
      void root.close();
      throw cause;
    }
  } catch (cause) {
    throw lmdbError(cause, `open ${folder.path}`);
  }
}

/** lmdb goes on without a lock where it may not write the lock file. Its list of readers tells. */
function requireLock(root: RootDatabase, folder: string): void {
  if (!root.readerList().includes("(no reader locks)")) return;
  throw new BackendError(
    "read-only",
    `${join(folder, "lock.mdb")} cannot be opened for writing, which a reader needs while others write; ` +
      "make it writable, or pass nobodyWrites: true if no process writes to this store",
  );
}

function openData(root: RootDatabase, folder: string, rangeValues: RangeValues): Shared["data"] {
  const encodings: object = { encoder: rangeValues, keyEncoder: ownedKeys }; // lmdb's types leave them out
  const data = root.openDB<Buffer, Uint8Array>({ name: DATA_DATABASE, ...encodings });
  if (data !== undefined) return data;
  throw new BackendError("corrupt", `${folder} holds no store: it has no database "${DATA_DATABASE}"`);
}
