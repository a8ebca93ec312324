import { createRequire } from "node:module";
import { BackendError } from "@airssys/backend";

/** A database, iterator or batch of the binding; it means nothing outside of it. */
export type Native<Kind extends string> = { readonly kind: Kind };

/** Rows of an iterator: key, value, key, value and so on. */
export interface NativeRows {
  readonly rows: readonly (Uint8Array | undefined)[];
  /** Whether the iterator is at its end. */
  readonly finished: boolean;
}

type Done = (error: unknown) => void;

/**
 * The functions of `@nxtedition/rocksdb` that this package uses: those under its class, which are synchronous. They
 * trust their arguments: a database that is closed, or that is not open yet, crashes the process.
 */
export interface Binding {
  db_init(path: string): Native<"database">;
  db_open(database: Native<"database">, options: object, done: Done): void;
  db_close(database: Native<"database">, done: Done): void;
  db_get_many_sync(
    database: Native<"database">,
    keys: readonly Uint8Array[],
    options: object,
  ): (Uint8Array | undefined | null)[];
  iterator_init(database: Native<"database">, options: object): Native<"iterator">;
  iterator_seek(iterator: Native<"iterator">, key: Uint8Array): void;
  iterator_nextv_sync(iterator: Native<"iterator">, count: number): NativeRows;
  iterator_nextv(iterator: Native<"iterator">, count: number, done: (error: unknown, rows: NativeRows) => void): void;
  iterator_close(iterator: Native<"iterator">): void;
  batch_init(): Native<"batch">;
  batch_put(batch: Native<"batch">, key: Uint8Array, value: Uint8Array, options: object): void;
  batch_del(batch: Native<"batch">, key: Uint8Array, options: object): void;
  batch_clear(batch: Native<"batch">): void;
  batch_write(database: Native<"database">, batch: Native<"batch">, options: { readonly sync: boolean }): void;
}

/**
 * Loads the binding, the first time that a store is opened. Tells ahead of it whether stores can be opened at all.
 *
 * @throws BackendError `unsupported` if `@nxtedition/rocksdb` is not installed, or has no compiled file for this
 * machine.
 *
 * @example
 * ```ts
 * import { requireRocksdb } from "@airssys/backend-rocksdb";
 *
 * requireRocksdb(); // throws a BackendError if @nxtedition/rocksdb is missing
 * ```
 */
export function requireRocksdb(): void {
  loadBinding();
}

/** Returns the binding. @throws BackendError as {@link requireRocksdb} */
export function loadBinding(): Binding {
  loaded ??= loadBy(createRequire(import.meta.url));
  return loaded;
}

let loaded: Binding | undefined;

/** Loads the binding by a function that finds modules. */
export function loadBy(require: (name: string) => unknown): Binding {
  try {
    return require("@nxtedition/rocksdb/binding.js") as Binding; // it has no types of its own
  } catch (cause) {
    throw new BackendError("unsupported", isMissing(cause) ? MISSING : `${UNUSABLE}: ${textOf(cause)}`, { cause });
  }
}

const MISSING =
  "the RocksDB engine needs the package @nxtedition/rocksdb, which is not installed: " +
  "`npm install @nxtedition/rocksdb@~12.2.12`, or another engine";
const UNUSABLE =
  `@nxtedition/rocksdb cannot be loaded on ${process.platform}-${process.arch}; it has compiled files for linux-x64 ` +
  "with glibc 2.34 or newer, and for darwin-arm64";

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "MODULE_NOT_FOUND";
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
