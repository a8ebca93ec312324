import type { Answer, Mode } from "@airssys/backend";
import { componentIdFault, componentNamespace } from "@airssys/protocol";
import { AuditTrail } from "./audit/audit-trail.ts";
import { type AuditOptions, AuditWriter } from "./audit/audit-writer.ts";
import { type Binding, type BindingHost, type BindSettings, type CommitMode, createBinding } from "./calls/binding.ts";
import { Space } from "./calls/space.ts";
import type { Cipher } from "./cipher/cipher.ts";
import { listInterfaces } from "./imports/imports.ts";
import { consoleLog, type FailureLog, withConsoleFallback } from "./observe/host-log.ts";
import { createReporter, type Observer, type Reporter } from "./observe/observer.ts";
import { requireSoftLimit } from "./observe/soft-limit.ts";
import type { Grants } from "./policy/grants.ts";
import { defaultKeysMax, type NamespaceQuota, NamespaceQuotas } from "./policy/namespace-quotas.ts";
import { preparePermits } from "./policy/permits.ts";
import type { Quota } from "./store/format/usage.ts";
import { drive } from "./store/steps/drive.ts";
import type { Steps } from "./store/steps/steps.ts";
import { openCore, type StoreCore } from "./store/store-core.ts";
import type { StoreOptions } from "./store/store-options.ts";
import { createSweeper, type Sweeper } from "./store/sweeper.ts";
import { openTelemetry, type Telemetry, type TelemetryOptions } from "./telemetry/telemetry.ts";

/** Options of {@link openHost}. */
export interface HostOptions<M extends Mode = Mode> extends StoreOptions<M> {
  /** When writes become durable. Default `"call"`: one call of an export is one transaction. */
  readonly commit?: CommitMode;
  /**
   * Maximum number of keys in each component's own namespace. Default: one for each 50 bytes of its quota, at least
   * 1 000.
   */
  readonly keysMax?: number;
  /**
   * Quotas of single namespaces, by name: shared ones, or `component:<id>`. They override the grants, and have no upper
   * limit.
   */
  readonly namespaces?: Readonly<Record<string, NamespaceQuota>>;
  /**
   * Fraction of a quota at which the audit records that a namespace is getting full; above 0 and up to 1. Default 0.8.
   */
  readonly softLimit?: number;
  /**
   * Seals bytes for components. Without it the host does not offer `airssys:wasm/storage-cipher`. Over an embedded
   * engine the cipher must be synchronous.
   */
  readonly cipher?: Cipher<M> | Cipher<"sync">;
  /** Audit of the components' operations. Default: none. */
  readonly audit?: AuditOptions;
  /**
   * Metrics and spans through OpenTelemetry. Default: uses the SDK that is registered when the host is opened, and
   * measures nothing without one. `false` turns telemetry off.
   */
  readonly telemetry?: TelemetryOptions | false;
  /** Receives the host's own failures, which components never see. Default: writes to the console. */
  readonly log?: FailureLog;
}

/** Stores the data of components: each in its own namespace, under its own grants. */
export interface Host<M extends Mode = Mode> {
  /** The mode of the backend. */
  readonly mode: M;
  /** Removes expired entries in the background. Start it, and stop it before the backend is closed. */
  readonly sweeper: Sweeper;
  /**
   * Names of the interfaces that the host offers to components, with versions, such as `airssys:wasm/storage@0.1.0`.
   */
  readonly interfaces: readonly string[];
  /**
   * Binds an instance of a component to its namespace and grants.
   *
   * @throws RangeError for an invalid component id or invalid grants.
   */
  bind(componentId: string, grants: Grants, settings?: BindSettings): Binding<M>;
}

/**
 * Opens a host over a backend. An empty backend becomes a new store.
 *
 * @returns the host, or a promise of it over an asynchronous backend.
 * @throws StoreFormatError if the backend contains data that is not a store, or a store of an unknown format.
 * @throws RangeError for an invalid option.
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
  return drive(options.backend.mode, openSteps(options));
}

function* openSteps<M extends Mode>(options: HostOptions<M>): Steps<Host<M>> {
  const core = yield* openCore(options);
  const binder = new Binder(options, core);
  return {
    mode: options.backend.mode,
    sweeper: binder.sweeper,
    interfaces: listInterfaces(options.cipher !== undefined),
    bind: (componentId, grants, settings) => binder.bind(componentId, grants, settings),
  };
}

/** Checks the mode at run time, for untyped callers: a misspelled mode must not select the other one. */
function requireCommitMode(commit: CommitMode | undefined): void {
  if (commit === undefined || commit === "call" || commit === "operation") return;
  throw new RangeError(`"commit" expected "call" or "operation", got ${JSON.stringify(commit)}`);
}

/** A synchronous host needs a synchronous cipher. */
function requireCipherMode(cipher: Cipher | undefined, mode: Mode): void {
  if (cipher === undefined || cipher.mode === "sync" || mode === "async") return;
  throw new RangeError('"cipher" expected a synchronous cipher over a synchronous backend, got an asynchronous one');
}

/** Creates the bindings of a host. */
class Binder<M extends Mode> {
  readonly sweeper: Sweeper;
  readonly #options: HostOptions<M>;
  readonly #core: StoreCore<M>;
  readonly #log: FailureLog;
  readonly #quotas: NamespaceQuotas;
  readonly #audit: AuditWriter | undefined;
  readonly #telemetry: Telemetry | undefined;
  readonly #bindingHost: BindingHost<M>;

  constructor(options: HostOptions<M>, core: StoreCore<M>) {
    const { audit, telemetry = {}, log = consoleLog, clock = Date.now } = options;
    requireSoftLimit(options.softLimit);
    requireCommitMode(options.commit);
    requireCipherMode(options.cipher, options.backend.mode);
    this.#options = options;
    this.#core = core;
    this.#log = withConsoleFallback(log);
    this.#quotas = new NamespaceQuotas(options.namespaces);
    this.#audit = audit && new AuditWriter(audit, core.limits.keyBytesMax, clock, this.#log);
    this.#bindingHost = {
      core,
      cipher: options.cipher,
      commit: options.commit ?? "call",
    };
    this.#telemetry = telemetry === false ? undefined : openTelemetry(telemetry);
    this.sweeper = createSweeper(core);
    this.#telemetry?.watchSweeper(this.sweeper);
  }

  bind(componentId: string, grants: Grants, settings: BindSettings = {}): Binding<M> {
    const fault = componentIdFault(componentId);
    if (fault !== undefined) throw new RangeError(`"componentId" ${fault}`);
    const permits = preparePermits(grants, this.#core.limits.keyBytesMax);
    const namespace = componentNamespace(componentId);
    const own = this.#space(namespace, {
      bytes: grants.quotaBytes,
      keys: this.#options.keysMax ?? defaultKeysMax(grants.quotaBytes),
    });
    const shared = new Map([...permits.shared.keys()].map((name) => [name, this.#space(name, undefined)]));
    const reporter = this.#reporter(componentId, namespace);
    const guarded = { componentId, namespace, permits, limits: this.#core.limits, log: this.#log, reporter };
    return createBinding({ own, shared }, guarded, this.#bindingHost, settings);
  }

  #space(namespace: string, quotaGranted: Quota | undefined): Space<M> {
    const quota = this.#quotas.resolve(namespace, quotaGranted);
    const space = new Space(namespace, this.#core, quota, this.#options.softLimit);
    this.#telemetry?.watchUsage(space);
    return space;
  }

  #reporter(componentId: string, namespace: string): Reporter | undefined {
    const observers: Observer[] = [];
    if (this.#audit !== undefined) observers.push(new AuditTrail(componentId, namespace, this.#audit));
    if (this.#telemetry !== undefined) observers.push(this.#telemetry.observer(namespace));
    return createReporter(observers, componentId, this.#log);
  }
}
