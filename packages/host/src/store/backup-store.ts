import {
  type Backend,
  BackendError,
  type BackupOptions,
  type BackupProgress,
  type BackupResult,
} from "@airssys/backend";
import { requireKnownOptions } from "@airssys/protocol";
import { layoutNamespace } from "./format/namespace-layout.ts";
import { StoreFormatError } from "./format/store-format-error.ts";
import { listNamespaces, type NamespacePage } from "./namespaces/list-namespaces.ts";
import { drivePaced } from "./steps/drive-paced.ts";
import { namespaceEngine } from "./steps/namespace-engine.ts";
import { requireStoreFormat } from "./store-format.ts";
import { verify } from "./verify.ts";

/** How a store is backed up. */
export interface BackupStoreOptions {
  /** Place of the copy, in the terms of the engine: for LMDB a folder that does not exist yet. */
  readonly path: string;
  /** Is told how far the copy is, a few times a second, and at its end. */
  readonly onProgress?: (progress: BackupProgress) => void;
}

/** Backs up a store, and recounts every namespace of the copy before it counts as one. */
export async function backUpStore(backend: Backend, options: BackupStoreOptions): Promise<BackupResult> {
  requireKnownOptions<BackupStoreOptions>(options, { path: true, onProgress: true });
  if (typeof options.path !== "string" || options.path === "")
    throw new TypeError(`"path" expected the place of the copy, got ${JSON.stringify(options.path)}`);
  if (backend.backup === undefined)
    throw new BackendError("unsupported", `the engine ${backend.name} has no backup; export its namespaces instead`);
  const { path, onProgress } = options;
  const request: BackupOptions = { path, ...(onProgress && { onProgress }), inspect: requireSound };
  return await backend.backup(request);
}

/** @throws StoreFormatError if the copy is no store, or a namespace of it is not as recorded */
async function requireSound(copy: Backend): Promise<void> {
  await drivePaced(requireStoreFormat(copy));
  for (let after: string | undefined; ; ) {
    const page: NamespacePage = await drivePaced(listNamespaces(copy, { after }));
    for (const { name } of page.namespaces) await requireSoundNamespace(copy, name);
    if (page.after === undefined) return;
    after = page.after;
  }
}

async function requireSoundNamespace(copy: Backend, name: string): Promise<void> {
  const engine = namespaceEngine(copy, layoutNamespace(name));
  const verification = await drivePaced(verify(engine));
  const fault = verification?.faults[0];
  if (fault !== undefined) throw new StoreFormatError(`${name} in the backup is not as recorded: ${fault}`);
}
