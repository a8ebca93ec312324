import type { Answer, Mode } from "@airssys/backend";
import { componentIdFault, componentNamespace } from "@airssys/protocol";
import { type Binding, type CommitMode, createBinding } from "./binding.ts";
import type { Grants } from "./grants.ts";
import { consoleLog, type FailureLog } from "./host-log.ts";
import { drive } from "./store/drive.ts";
import type { StoreOptions } from "./store/open-store.ts";
import type { Steps } from "./store/steps.ts";
import { openCore } from "./store/store-core.ts";

/** What a host is made of. */
export interface HostOptions<M extends Mode = Mode> extends StoreOptions<M> {
  /** When writes become durable. Default `"call"`: one call of an export is one transaction. */
  readonly commit?: CommitMode;
  /** Most keys that the namespace of a component may hold. Default: no limit but its quota of bytes. */
  readonly keysMax?: number;
  /** Where the host's own failures go. Components never see them. Default: the console. */
  readonly log?: FailureLog;
}

/** Keeps the data of components: each in its own namespace, under its own grants. */
export interface Host<M extends Mode = Mode> {
  readonly mode: M;
  /**
   * Gives a component its imports.
   *
   * @throws RangeError if the id breaks the grammar of component ids.
   */
  bind(componentId: string, grants: Grants): Binding<M>;
}

/**
 * Opens a host over a backend, and makes an empty backend a store.
 *
 * @returns the host, or a promise of it over an asynchronous backend.
 * @throws StoreFormatError if the backend holds something else, or a format that this version does not know.
 *
 * @example
 * ```ts
 * import { openMemory } from "@airssys/backend/memory";
 * import { openHost } from "@airssys/host";
 *
 * const host = openHost({ backend: openMemory() });
 * const { imports } = host.bind("notes", { access: "read-write", quotaBytes: 10_000_000 });
 * imports["airssys:wasm/storage"].storageSet("greeting", Uint8Array.of(104, 105)); // { tag: "ok", val: undefined }
 * ```
 */
export function openHost<M extends Mode>(options: HostOptions<M>): Answer<M, Host<M>> {
  return drive(options.backend, opening(options));
}

function* opening<M extends Mode>(options: HostOptions<M>): Steps<Host<M>> {
  const { commit = "call", log = consoleLog } = options;
  const core = yield* openCore(options);
  return {
    mode: options.backend.mode,
    bind(componentId, grants) {
      const fault = componentIdFault(componentId);
      if (fault !== undefined) throw new RangeError(`"componentId" ${fault}`);
      const namespace = componentNamespace(componentId);
      const quota = { bytes: grants.quotaBytes, keys: options.keysMax ?? Number.MAX_SAFE_INTEGER };
      const guarded = { componentId, namespace, grants, limits: core.limits, log };
      return createBinding(core.transactor(namespace, quota), guarded, commit);
    },
  };
}
