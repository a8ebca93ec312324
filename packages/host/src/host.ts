import type { Answer, Mode } from "@airssys/backend";
import { componentIdFault, componentNamespace } from "@airssys/protocol";
import { AuditBook, type AuditOptions } from "./audit/audit-book.ts";
import { AuditTrail } from "./audit/audit-trail.ts";
import { type Binding, type BindingHost, type BindSettings, type CommitMode, createBinding } from "./calls/binding.ts";
import { CallTraffic } from "./calls/call-traffic.ts";
import { Space } from "./calls/space.ts";
import type { Cipher } from "./cipher/cipher.ts";
import { offeredInterfaces } from "./imports/imports.ts";
import { consoleLog, type FailureLog, steady } from "./observe/host-log.ts";
import { type Observer, type Reporter, reportTo } from "./observe/observer.ts";
import { requireSoftLimit } from "./observe/soft-limit.ts";
import type { Grants } from "./policy/grants.ts";
import { defaultKeysMax, type NamespaceQuota, NamespaceQuotas } from "./policy/namespace-quotas.ts";
import { permitsOf } from "./policy/permits.ts";
import type { Quota } from "./store/format/usage.ts";
import { drive } from "./store/steps/drive.ts";
import type { Steps } from "./store/steps/steps.ts";
import { openCore, type StoreCore } from "./store/store-core.ts";
import type { StoreOptions } from "./store/store-options.ts";
import type { Sweeper } from "./store/sweeper.ts";
import { openTelemetry, type Telemetry, type TelemetryOptions } from "./telemetry/telemetry.ts";

/** What a host is made of. */
export interface HostOptions<M extends Mode = Mode> extends StoreOptions<M> {
  /** When writes become durable. Default `"call"`: one call of an export is one transaction. */
  readonly commit?: CommitMode;
  /** Most keys that the namespace of a component may hold. Default: one for each 50 bytes of its quota, at least 1 000. */
  readonly keysMax?: number;
  /**
   * Quotas of single namespaces by name: of a shared one, or of `component:<id>`, where they go before what the grants
   * say. There is no maximum.
   */
  readonly namespaces?: Readonly<Record<string, NamespaceQuota>>;
  /**
   * The fraction of a quota at which the audit notes that a namespace is getting full, above 0 and up to 1. Default
   * 0.8.
   */
  readonly softLimit?: number;
  /**
   * What seals bytes for components. Without one `airssys:wasm/storage-cipher` is not offered. Over an embedded engine
   * it has to answer at once.
   */
  readonly cipher?: Cipher<M> | Cipher<"sync">;
  /** What is written down of what components do. Default: nothing. */
  readonly audit?: AuditOptions;
  /**
   * Metrics and spans through OpenTelemetry. Default: to the SDK that is registered when the host is opened; if there
   * is none, nothing is measured. `false`: never.
   */
  readonly telemetry?: TelemetryOptions | false;
  /** Where the host's own failures go. Components never see them. Default: the console. */
  readonly log?: FailureLog;
}

/** Keeps the data of components: each in its own namespace, under its own grants. */
export interface Host<M extends Mode = Mode> {
  readonly mode: M;
  /** Reclaims in the background what has expired. It has to be started, and stopped before the backend is closed. */
  readonly sweeper: Sweeper;
  /** The interfaces that it offers to components, with their versions: `airssys:wasm/storage@0.1.0` and others. */
  readonly interfaces: readonly string[];
  /**
   * Gives a component its imports.
   *
   * @throws RangeError if the id breaks the grammar of component ids, or the grants break a rule of theirs.
   */
  bind(componentId: string, grants: Grants, settings?: BindSettings): Binding<M>;
}

/**
 * Opens a host over a backend, and makes an empty backend a store.
 *
 * @returns the host, or a promise of it over an asynchronous backend.
 * @throws StoreFormatError if the backend holds something else, or a format that this version does not know.
 * @throws RangeError for an option that breaks its rule.
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
  return drive(options.backend.mode, opening(options));
}

function* opening<M extends Mode>(options: HostOptions<M>): Steps<Host<M>> {
  const core = yield* openCore(options);
  const binder = new Binder(options, core);
  return {
    mode: options.backend.mode,
    sweeper: core.sweeper,
    interfaces: offeredInterfaces(options.cipher !== undefined),
    bind: (componentId, grants, settings) => binder.bind(componentId, grants, settings),
  };
}

/** Untyped callers may say anything, and a word that is not known must not choose the other mode. */
function requireCommitMode(commit: CommitMode | undefined): void {
  if (commit === undefined || commit === "call" || commit === "operation") return;
  throw new RangeError(`"commit" expected "call" or "operation", got ${JSON.stringify(commit)}`);
}

/** What answers with promises cannot seal for a host that answers at once. */
function requireCipherMode(cipher: Cipher | undefined, mode: Mode): void {
  if (cipher === undefined || cipher.mode === "sync" || mode === "async") return;
  throw new RangeError('"cipher" answers with promises, and over an embedded engine it has to answer at once');
}

/** Makes bindings, and holds what they share. */
class Binder<M extends Mode> {
  readonly #options: HostOptions<M>;
  readonly #core: StoreCore<M>;
  readonly #log: FailureLog;
  readonly #quotas: NamespaceQuotas;
  readonly #audit: AuditBook | undefined;
  readonly #telemetry: Telemetry | undefined;
  readonly #bindingHost: BindingHost<M>;

  constructor(options: HostOptions<M>, core: StoreCore<M>) {
    const { audit, telemetry = {}, log = consoleLog, clock = Date.now } = options;
    requireSoftLimit(options.softLimit);
    requireCommitMode(options.commit);
    requireCipherMode(options.cipher, options.backend.mode);
    this.#options = options;
    this.#core = core;
    this.#log = steady(log);
    this.#quotas = new NamespaceQuotas(options.namespaces);
    this.#audit = audit && new AuditBook(audit, core.limits.keyBytesMax, clock, this.#log);
    this.#bindingHost = { core, cipher: options.cipher, traffic: new CallTraffic(), commit: options.commit ?? "call" };
    this.#telemetry = telemetry === false ? undefined : openTelemetry(telemetry);
    this.#telemetry?.watchSweeper(core.sweeper);
  }

  bind(componentId: string, grants: Grants, settings: BindSettings = {}): Binding<M> {
    const fault = componentIdFault(componentId);
    if (fault !== undefined) throw new RangeError(`"componentId" ${fault}`);
    const permits = permitsOf(grants, this.#core.limits.keyBytesMax);
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
    const quota = this.#quotas.of(namespace, quotaGranted);
    const space = new Space(namespace, this.#core, quota, this.#options.softLimit);
    this.#telemetry?.watchUsage(space);
    return space;
  }

  #reporter(componentId: string, namespace: string): Reporter | undefined {
    const observers: Observer[] = [];
    if (this.#audit !== undefined) observers.push(new AuditTrail(componentId, namespace, this.#audit));
    if (this.#telemetry !== undefined) observers.push(this.#telemetry.observer(namespace));
    return reportTo(observers, componentId, this.#log);
  }
}
