import { resolve } from "node:path";
import { BackendError } from "@airssys/backend";
import { useFolder } from "@airssys/backend/node";
import { attempt } from "./files-error.ts";
import { clearIntent, complete, type Places, placesIn, readIntent, syncIntent } from "./intent.ts";
import { type KeyIndex, readIndex } from "./key-index.ts";
import type { FilesOptions } from "./options.ts";
import { clearStaged, createStore, identifyStore, inspectFolder } from "./store-folder.ts";
import { lockStore, type StoreLock } from "./store-lock.ts";

/** A store that is open. */
export interface OpenedStore {
  readonly places: Places;
  readonly index: KeyIndex;
  readonly readOnly: boolean;
  /** @throws BackendError `moved` if the path that was asked for no longer leads to the store. */
  requireInPlace(): void;
  release(): void;
}

/** Opens the folder of a store, and completes the commit that a process or a power cut left behind. */
export function openStoreFolder({ path, readOnly }: Required<FilesOptions>): OpenedStore {
  return attempt(`open ${path}`, () => {
    if (!readOnly) requireSyncs();
    const asked = resolve(path); // the process may change its folder later
    requirePathLength(asked);
    if (!inspectFolder(asked) && readOnly) throw new BackendError("io", `${path} holds no store`);
    const folder = useFolder(asked, readOnly);
    const lock = lockStore(folder.path, readOnly);
    try {
      if (!inspectFolder(folder.path)) createStore(folder);
      const places = placesIn(folder.path);
      recover(places, readOnly);
      return openedStore({ places, index: readIndex(places.values, readOnly), readOnly }, asked, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}

const PATH_CHARACTERS_MAX = 1_000;

function openedStore(
  store: Pick<OpenedStore, "places" | "index" | "readOnly">,
  asked: string,
  lock: StoreLock,
): OpenedStore {
  const identity = identifyStore(asked);
  return {
    ...store,
    release() {
      try {
        if (!store.readOnly) syncIntent(store.places); // what people change from now on, no old commit may undo
      } finally {
        lock.release();
      }
    },
    requireInPlace() {
      if (identifyStore(asked) === identity) return;
      throw new BackendError(
        "moved",
        `the store that was opened as ${asked} is no longer there: its folder was moved, replaced or removed`,
      );
    },
  };
}

function recover(places: Places, readOnly: boolean): void {
  const changes = readIntent(places);
  if (readOnly && changes !== undefined)
    throw new BackendError("read-only", `${places.folder} has a commit to complete: open it once for writing`);
  if (readOnly) return;
  if (changes !== undefined) complete(places, changes);
  clearIntent(places);
  clearStaged(places);
}

function requirePathLength(path: string): void {
  if (path.length <= PATH_CHARACTERS_MAX) return;
  throw new BackendError("invalid", `"path" expected at most ${PATH_CHARACTERS_MAX} characters, got ${path.length}`);
}

/** Node's permission model lets no process sync a file, and then no commit could be promised. */
function requireSyncs(): void {
  if (process.permission === undefined) return;
  throw new BackendError(
    "unsupported",
    "with --permission Node syncs no files; open the store with readOnly, or without",
  );
}
