import type { Host, Manifest } from "@airssys/host";
import { callBorder, OPEN_BORDER } from "./call/call-border.ts";
import { type ComponentTelemetryOptions, openCallMeter } from "./call/call-meter.ts";
import type { AnyExports } from "./call/export-path.ts";
import type { CallError } from "./errors/call-error.ts";
import { requireWhole } from "./errors/require-whole.ts";
import type { Isolation, OpenGuest } from "./guest/isolation.ts";
import { thisThread } from "./guest/this-thread.ts";
import { requireOffered } from "./imports/offered.ts";
import { bucketNames } from "./imports/wasi-keyvalue/bucket-names.ts";
import { type Component, type ComponentParts, LoadedComponent } from "./instance/loaded-component.ts";
import { RETRIES_MAX } from "./instance/retry-conflicts.ts";
import { type RunLimitOptions, runLimits } from "./instance/run-limits.ts";
import type { OutputListener } from "./output/output.ts";
import { SourceTrace } from "./output/source-trace.ts";
import { startQueue } from "./queues/start-queue.ts";
import { requirePromiseIntegration } from "./transpile/promise-integration.ts";
import type { HostMode, Transpiled } from "./transpile/transpile.ts";
import { memoryCache, type TranspileCache, transpileCached } from "./transpile/transpile-cache.ts";
import type { FunctionTypes } from "./types/function-types.ts";

/** Options for a component, whatever its guests are made of. */
export interface ComponentOptions {
  /** The host that stores the component's data. */
  readonly host: Host;
  /** Id and grants of the component, from `parseManifest` of `@airssys/host`. */
  readonly manifest: Manifest;
  /**
   * Returns the time that the component sees, in milliseconds since 1970 UTC, such as the `clock` of the host in tests.
   * Called each time. Durations are measured by the real clock. Default: the time of the machine.
   */
  readonly clock?: () => number;
  /**
   * Called with text that the component prints. Default: ignored, but `stdout` and `stderr` of the instance keep its
   * end.
   */
  readonly onOutput?: OutputListener;
  /**
   * Called when a component that exports `storage-events` fails to handle events of its watches. They are not delivered
   * again. Default: ignored, but metrics count these calls like any other.
   */
  readonly onEventFailure?: (error: CallError) => void;
  /**
   * How often a call is made again when its commit loses to another one, a whole number from 0 to 1 000. Between the
   * attempts are random pauses, up to 1 ms at first and up to 100 ms at last, and other calls of the instance wait. The
   * same holds for deliveries of events, and for code that runs while a guest is instantiated. Nothing else is ever
   * retried: not a call that may have been committed, nor a conflict that the component itself returns.
   *
   * Storage is as before when a call is made again, and nothing else is: not the component's memory, not what it has
   * printed, not the events that it has polled, and not a resource that was handed to it. Ask for retries if the
   * exports can be called twice in a row. Default 0: the call fails with `not-committed`, and `isConflict(error)` is
   * true.
   */
  readonly retries?: number;
  /**
   * Metrics of calls and instances through `@opentelemetry/api`; `false` for none. Nothing is measured if no SDK is
   * registered.
   */
  readonly telemetry?: ComponentTelemetryOptions | false;
}

/** Options for a WebAssembly component. */
export interface LoadOptions extends ComponentOptions, RunLimitOptions {
  /** Cache for transpiled components. Default: memory, for the life of the process. */
  readonly cache?: TranspileCache;
  /**
   * Where instances run. Default: the calling thread, which is the fastest way and right for components that are
   * trusted to return. `@airssys/runtime/node` has `workerThreads()` for components that may make mistakes, and
   * `childProcesses()` for untrusted ones.
   */
  readonly isolation?: Isolation;
  /**
   * Namespaces for identifiers of `wasi:keyvalue`. `{ counter: "app:counter" }` opens that shared namespace as
   * `counter`, under the same grants; `""` is the component's own namespace. Other identifiers keep their usual
   * meaning.
   */
  readonly buckets?: Readonly<Record<string, string>>;
  /**
   * Source map of the component's code, version 3, as JSON: `@airssys/componentize` writes it beside the component.
   * With it, stack traces in the output name the author's files: `src/notes.ts:12:5` in place of
   * `component.js:7551:15`. Default: they stay as the component prints them.
   */
  readonly sourceMap?: string;
}

/** Cache of components that are loaded without one. Module state, so that loading a component again is fast. */
const sharedCache = memoryCache();

/**
 * Loads a WebAssembly component.
 *
 * Over a host that answers with promises, the component waits for them through JSPI. It is transpiled differently then,
 * and behaves the same.
 *
 * @typeParam Exports type of the exports, for typed calls: the type that bindings generators make of the component's
 * world.
 * @param component its bytes, or the result of {@link prepare}.
 * @throws LoadError `not-a-component`; `unknown-import` if it imports more than the host offers and the supported part
 * of WASI; `incompatible-import` if it declares an import differently from the contract; `unsupported`,
 * `unsupported-name` or `not-readable` for a component that cannot be read or bounded; `no-jspi` if it would have to
 * wait for promises, and cannot; `limit-too-high` or `not-interruptible` for limits that cannot be had. TypeError or
 * RangeError for invalid options
 *
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { openLmdb } from "@airssys/backend-lmdb";
 * import { openHost, parseManifest } from "@airssys/host";
 * import { load } from "@airssys/runtime";
 *
 * const host = openHost({ backend: openLmdb({ path: "./data" }) });
 * const manifest = parseManifest(await readFile("Component.toml", "utf8"));
 * const component = await load(await readFile("notes.wasm"), { host, manifest });
 * const notes = await component.start();
 * await notes.call("notes.add", "hello.md", "# Hello");
 * ```
 */
export async function load<Exports = AnyExports>(
  component: Uint8Array | Transpiled,
  options: LoadOptions,
): Promise<Component<Exports>> {
  const { host, manifest, isolation = thisThread } = options;
  const buckets = bucketNames(options.buckets ?? {});
  const limits = runLimits(options, manifest, isolation);
  const trace = options.sourceMap === undefined ? undefined : new SourceTrace(options.sourceMap);
  const transpiled = component instanceof Uint8Array ? await prepare(component, options) : component;
  requireMode(transpiled, hostMode(options));
  requireOffered(transpiled.imports, host);
  const openGuest = await isolation.prepare(transpiled, limits.memoryBytesMax);
  const { isInterruptible } = isolation;
  const border = callBorder(transpiled.exports, isolation === thisThread);
  const { imports } = transpiled;
  return createComponent({ imports, openGuest, isInterruptible, limits, border, buckets, trace }, options);
}

/**
 * The host mode that each component was prepared for. Module state, since prepared components are plain data that any
 * load may use; it is dropped with them.
 */
const modes = new WeakMap<Transpiled, HostMode>();

/**
 * Transpiles a component once, for programs that load it often. {@link load} takes the result in place of the bytes.
 *
 * @param options the ones to load it with, as far as they matter here.
 * @throws LoadError as {@link load} does for a component that cannot be read
 *
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { openMemory } from "@airssys/backend/memory";
 * import { openHost, parseManifest } from "@airssys/host";
 * import { load, prepare } from "@airssys/runtime";
 *
 * const manifest = parseManifest(await readFile("Component.toml", "utf8"));
 * const prepared = await prepare(await readFile("notes.wasm"), { host: openHost({ backend: openMemory() }) });
 * const first = await load(prepared, { host: openHost({ backend: openMemory() }), manifest });
 * const second = await load(prepared, { host: openHost({ backend: openMemory() }), manifest });
 * // takes some milliseconds
 * ```
 */
export async function prepare(
  bytes: Uint8Array,
  options: Pick<LoadOptions, "host" | "cache" | "isolation">,
): Promise<Transpiled> {
  const mode = hostMode(options);
  requirePromiseIntegration({ mode });
  const transpiled = await transpileCached(bytes, mode, options.cache ?? sharedCache);
  modes.set(transpiled, mode);
  return transpiled;
}

/** A guest that can block in its own thread is built as for a host that answers immediately. */
function hostMode({ host, isolation = thisThread }: Pick<LoadOptions, "host" | "isolation">): HostMode {
  return isolation.isInterruptible ? "sync" : host.mode;
}

function requireMode(prepared: Transpiled, mode: HostMode): void {
  if (modes.get(prepared) === mode) return;
  throw new TypeError(`"component" expected bytes, or the result of prepare() for a host in the mode ${mode}`);
}

/** Source of a component that is not WebAssembly. */
export interface GuestSource {
  /** Names of the interfaces that its guests import, with versions. */
  readonly imports: readonly string[];
  /** Makes a new guest. */
  readonly openGuest: OpenGuest;
  /**
   * The functions that its guests export, with their types, by which arguments of calls are checked. Default: arguments
   * are not checked.
   */
  readonly exports?: FunctionTypes;
}

/**
 * Makes a component of guests that the caller provides, such as one that runs from source without being built. It is
 * called, committed, stopped and told of events like any other. Its guests have no limits but those of the host, so
 * they must be trusted.
 *
 * @throws LoadError `unknown-import` if it imports more than the host offers, `not-interruptible` if the manifest sets
 * a limit of time
 *
 * @example
 * ```ts
 * import { openMemory } from "@airssys/backend/memory";
 * import { openHost, parseManifest } from "@airssys/host";
 * import { type Guest, loadGuest, type GuestEnvironment } from "@airssys/runtime";
 *
 * const openGuest = ({ imports }: GuestEnvironment): Guest => ({
 *   start: async () => new Map([["interfaces", () => Object.keys(imports)]]),
 *   isEnded: false,
 *   end: async () => {},
 * });
 * const host = openHost({ backend: openMemory() });
 * const manifest = parseManifest('[component]\nid = "lister"\nversion = "1.0.0"');
 * const lister = await loadGuest({ imports: [], openGuest }, { host, manifest }).start();
 * await lister.call("interfaces"); // ["airssys:wasm/storage@0.1.0", ...]
 * ```
 */
export function loadGuest<Exports = AnyExports>(source: GuestSource, options: ComponentOptions): Component<Exports> {
  requireOffered(source.imports, options.host);
  const { imports, openGuest, exports } = source;
  const border = exports === undefined ? OPEN_BORDER : callBorder(exports, true);
  const limits = runLimits({}, options.manifest, thisThread);
  return createComponent({ imports, openGuest, isInterruptible: false, limits, border }, options);
}

type Source = Pick<
  ComponentParts,
  "imports" | "openGuest" | "isInterruptible" | "limits" | "border" | "buckets" | "trace"
>;

function createComponent<Exports>(source: Source, options: ComponentOptions): Component<Exports> {
  const { host, manifest, clock, onOutput, onEventFailure, retries = 0, telemetry = {} } = options;
  requireWhole("retries", retries, 0, RETRIES_MAX);
  return new LoadedComponent<Exports>({
    ...source,
    startQueue: source.isInterruptible ? startQueue(host) : undefined,
    host,
    manifest,
    clock,
    listen: onOutput,
    onEventFailure,
    retries,
    meter: telemetry === false ? undefined : openCallMeter(manifest.component.id, telemetry),
  });
}
