import type { Backend } from "@airssys/backend";
import { type Namespaces, openStore, type StoreOptions } from "@airssys/host/store";
import { requireKnownOptions } from "@airssys/protocol";
import { type Address, parseAddress } from "./address.ts";
import { EngineError } from "./engine-error.ts";
import { loading } from "./loading.ts";

/** How an address is opened. */
export interface OpenAtOptions {
  /** Whether to open for reading alone: every commit is a `read-only` error. Default `false`. */
  readonly readOnly?: boolean;
  /**
   * Whether to create a store where none is. Default `true`, unless `readOnly`. It speaks of the file or folder of the
   * address; a database behind a URL is its server's affair.
   */
  readonly create?: boolean;
}

/** How a store is opened by its address. */
export interface OpenStoreAtOptions extends OpenAtOptions, Omit<StoreOptions, "backend"> {}

/** A store that was opened by its address, with the engine under it. */
export interface StoreAt extends AsyncDisposable {
  readonly namespaces: Namespaces;
  /** For a host over the same data: `openHost({ backend })`. */
  readonly backend: Backend;
  /** Closes the engine. May be called again. */
  close(): Promise<void>;
}

/**
 * Opens the engine that an address names, and loads its package first:
 *
 * - `memory:` a new engine in memory
 * - `lmdb:FOLDER`, or a path alone
 * - `rocksdb:FOLDER`
 *
 * Paths are relative to the working directory. Options that only one engine has are given to its own package.
 *
 * @throws EngineError if the address names no engine, its package is not installed, or there is no store and none may
 * be created; BackendError from the engine.
 *
 * @example
 * ```ts
 * import { openBackendAt } from "@airssys/engines";
 * import { openHost } from "@airssys/host";
 *
 * const host = openHost({ backend: await openBackendAt("memory:") });
 * ```
 */
export async function openBackendAt(address: string, options: OpenAtOptions = {}): Promise<Backend> {
  requireKnownOptions<OpenAtOptions>(options, { readOnly: true, create: true });
  const { readOnly = false, create = !readOnly } = options;
  const parsed = parseAddress(address);
  if (!create) requireExisting(parsed);
  return await loading(parsed.engine, () => parsed.engine.open(parsed.place, { readOnly }));
}

/**
 * Opens the store at an address, as {@link openBackendAt} and `openStore` of `@airssys/host` do together. Close it
 * when you are done.
 *
 * @throws as `openBackendAt`; StoreFormatError if something else is there, which is then closed again.
 *
 * @example
 * ```ts
 * import { openStoreAt } from "@airssys/engines";
 *
 * await using store = await openStoreAt("memory:");
 * const settings = store.namespaces.open("app:settings");
 * await settings.set("theme", new TextEncoder().encode("dark"));
 * await settings.usage(); // { bytes: 9, keys: 1 }
 * ```
 */
export async function openStoreAt(address: string, options: OpenStoreAtOptions = {}): Promise<StoreAt> {
  const { readOnly, create, ...storeOptions } = options;
  const backend = await openBackendAt(address, {
    ...(readOnly !== undefined && { readOnly }),
    ...(create !== undefined && { create }),
  });
  try {
    return new OpenedStore(backend, await openStore({ ...storeOptions, backend }));
  } catch (error) {
    await backend.close();
    throw error;
  }
}

/** A file or folder that is not there is not created by looking at it. */
function requireExisting({ name, engine, place }: Address): void {
  if (!engine.exists(place)) throw new EngineError("absent", `there is no store at ${name}:${place}`);
}

class OpenedStore implements StoreAt {
  readonly namespaces: Namespaces;
  readonly backend: Backend;

  constructor(backend: Backend, namespaces: Namespaces) {
    this.backend = backend;
    this.namespaces = namespaces;
  }

  async close(): Promise<void> {
    await this.backend.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
