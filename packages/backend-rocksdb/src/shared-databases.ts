import { BackendError } from "@airssys/backend";
import { fileError, identifyFile, type StoreFolder, syncNames, useFolder } from "@airssys/backend/node";
import { type Binding, loadBinding, type Native } from "./binding.ts";
import { Database } from "./database.ts";
import type { RocksdbOptions } from "./options.ts";
import { rocksdbError } from "./rocksdb-error.ts";
import { areSame, nativeOptions, type Settings } from "./settings.ts";
import { inspectFolder, markFolder } from "./store-marker.ts";

/** A use of a database that others of this thread may use too. It has to be given back. */
export interface SharedDatabase {
  readonly database: Database;
  /** Returns another use of the same database. */
  useAgain(): SharedDatabase;
  /**
   * Gives this use back. The last one closes the database, and the promise settles when that is done; it never rejects.
   * May be called again.
   */
  release(): Promise<void>;
}

/** Opens a database, or uses the one that is open in the same folder. */
export async function useDatabase({ path, readOnly, ...settings }: Required<RocksdbOptions>): Promise<SharedDatabase> {
  const binding = loadBinding();
  for (;;) {
    const folder = findFolder(path, readOnly);
    const id = identifyFile(folder.path) ?? folder.path;
    const known = places.get(id);
    if (known === undefined) return open(binding, folder, id, readOnly, settings);
    const place = await known.opened;
    if (place.closed === undefined) return place.use(settings);
    await place.closed;
  }
}

/** The folders in which a database is open, is being opened or is being closed, by their device and inode. */
const places = new Map<string, { readonly opened: Promise<Place> }>();

async function open(
  binding: Binding,
  folder: StoreFolder,
  id: string,
  readOnly: boolean,
  settings: Settings,
): Promise<SharedDatabase> {
  const opened = openDatabase(binding, folder, readOnly, settings).then(
    (database) => new Place(database, () => places.delete(id)),
  );
  places.set(id, { opened });
  try {
    return (await opened).use(settings);
  } catch (cause) {
    places.delete(id);
    throw cause;
  }
}

/** The uses of one database. */
class Place {
  readonly #database: Database;
  readonly #onClosed: () => void;
  #uses = 0;
  #closed: Promise<void> | undefined;

  constructor(database: Database, onClosed: () => void) {
    this.#database = database;
    this.#onClosed = onClosed;
  }

  /** Settles when the database is closed; `undefined` as long as somebody uses it. */
  get closed(): Promise<void> | undefined {
    return this.#closed;
  }

  use(settings: Settings): SharedDatabase {
    if (!areSame(settings, this.#database.settings))
      throw new BackendError("options", `${this.#database.folder} is already open with other options`);
    this.#uses += 1;
    let released: Promise<void> | undefined;
    return {
      database: this.#database,
      useAgain: () => this.use(settings),
      release: () => {
        released ??= this.#release();
        return released;
      },
    };
  }

  async #release(): Promise<void> {
    this.#uses -= 1;
    if (this.#uses > 0) return;
    this.#closed = this.#database.close().then(this.#onClosed);
    await this.#closed;
  }
}

function findFolder(path: string, readOnly: boolean): StoreFolder {
  try {
    return useFolder(path, readOnly);
  } catch (cause) {
    throw fileError(cause, `use the folder ${path}`);
  }
}

async function openDatabase(
  binding: Binding,
  folder: StoreFolder,
  readOnly: boolean,
  settings: Settings,
): Promise<Database> {
  const isNew = prepare(folder.path, readOnly);
  const native = binding.db_init(folder.path);
  await openNative(binding, native, nativeOptions(settings, isNew), folder.path);
  syncNames(folder);
  return new Database(binding, native, folder.path, settings);
}

/** Looks whose folder it is, before anything in it is changed. Returns whether RocksDB has to make its files. */
function prepare(folder: string, readOnly: boolean): boolean {
  try {
    const state = inspectFolder(folder);
    if (readOnly && state !== "store") throw new BackendError("corrupt", `${folder} holds no store`);
    if (state === "empty") markFolder(folder);
    return state !== "store";
  } catch (cause) {
    throw fileError(cause, `look at the folder ${folder}`);
  }
}

async function openNative(binding: Binding, native: Native<"database">, options: object, folder: string) {
  try {
    await new Promise<void>((resolve, reject) =>
      binding.db_open(native, options, (error) => (error ? reject(error) : resolve())),
    );
  } catch (cause) {
    throw isFileMissing(cause)
      ? new BackendError("corrupt", `${folder} is damaged: a file of RocksDB is missing`, { cause })
      : rocksdbError(cause, `open ${folder}`);
  }
}

function isFileMissing(cause: unknown): boolean {
  return cause instanceof Error && cause.message.includes("No such file or directory");
}
