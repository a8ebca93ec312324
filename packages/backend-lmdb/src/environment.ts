import { join } from "node:path";
import { BackendError } from "@airssys/backend";
import { type Database, open, type RootDatabase } from "lmdb";
import { inspectDataFile } from "./data-file.ts";
import { lmdbError } from "./lmdb-error.ts";
import { ownedKeys, RangeValues } from "./range-encoding.ts";
import { type StoreFolder, syncNames, useFolder } from "./store-folder.ts";

/** Options of an environment. */
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
  /** Hands out the values of the ranges of `data`. */
  readonly rangeValues: RangeValues;
  readonly readOnly: boolean;
  /** Gives this use back. The last one closes the environment. */
  release(): void;
}

interface Shared {
  readonly root: RootDatabase;
  readonly data: Database<Buffer, Uint8Array>;
  readonly rangeValues: RangeValues;
  readonly readOnly: boolean;
  uses: number;
}

const DATA_DATABASE = "data";

/**
 * How many free pages lmdb keeps in memory between commits; its types leave the option out. By default it keeps all of
 * them, and sorts them anew in every commit: after some large transactions at random keys a durable set took 23 ms
 * instead of 0.4. The file grows no larger.
 */
const FEW_FREE_PAGES: object = { maxFreeSpaceToRetain: 1_000 };

/** lmdb allows one environment per path and process, and a second open would silently take the first one's flags. */
const environments = new Map<string, Shared>();

/**
 * Opens the environment of a folder, or joins the one that is open already.
 *
 * @throws BackendError `options` if it is open with other options.
 */
export function openEnvironment({ path, readOnly }: EnvironmentOptions): Environment {
  const folder = useFolder(path, readOnly);
  const shared = environments.get(folder.path) ?? openShared(folder, readOnly);
  if (shared.readOnly !== readOnly) {
    throw new BackendError(
      "options",
      `${path} is open with readOnly: ${shared.readOnly}; open it with the same options`,
    );
  }
  shared.uses++;
  let isReleased = false;
  return {
    folder: folder.path,
    root: shared.root,
    data: shared.data,
    rangeValues: shared.rangeValues,
    readOnly,
    release() {
      if (isReleased) return;
      isReleased = true;
      if (--shared.uses > 0) return;
      environments.delete(folder.path);
      void shared.root.close(); // does its work at once when no asynchronous write is pending
    },
  };
}

function openShared(folder: StoreFolder, readOnly: boolean): Shared {
  try {
    inspectDataFile(join(folder.path, "data.mdb"));
    const root = open({ path: folder.path, noSubdir: false, maxDbs: 2, readOnly, ...FEW_FREE_PAGES });
    try {
      const rangeValues = new RangeValues();
      const data = openData(root, folder.path, rangeValues);
      if (!readOnly) syncNames(folder);
      const shared = { root, data, rangeValues, readOnly, uses: 0 };
      environments.set(folder.path, shared);
      return shared;
    } catch (cause) {
      void root.close();
      throw cause;
    }
  } catch (cause) {
    throw lmdbError(cause, `open ${folder.path}`);
  }
}

function openData(root: RootDatabase, folder: string, rangeValues: RangeValues): Shared["data"] {
  const encodings: object = { encoder: rangeValues, keyEncoder: ownedKeys }; // lmdb's types leave them out
  const data = root.openDB<Buffer, Uint8Array>({ name: DATA_DATABASE, ...encodings });
  if (data !== undefined) return data;
  throw new BackendError("corrupt", `${folder} holds no store: it has no database "${DATA_DATABASE}"`);
}
