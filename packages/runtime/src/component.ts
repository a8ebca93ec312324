import type { Host, Manifest } from "@airssys/host";
import { callBorder, OPEN_BORDER } from "./call/call-border.ts";
import { type ComponentTelemetryOptions, openCallMeter } from "./call/call-meter.ts";
import type { AnyExports } from "./call/export-path.ts";
import type { CallError } from "./errors/call-error.ts";
import type { Isolation, OpenGuest } from "./guest/isolation.ts";
import { thisThread } from "./guest/this-thread.ts";
import { requireOffered } from "./imports/offered.ts";
import { bucketNames } from "./imports/wasi-keyvalue/bucket-names.ts";
import { type Component, type ComponentParts, LoadedComponent } from "./instance/loaded-component.ts";
import { type RunLimitOptions, runLimits } from "./instance/run-limits.ts";
import type { OutputListener } from "./output/output.ts";
import { startQueueOf } from "./queues/start-queue.ts";
import { requirePromiseIntegration } from "./transpile/promise-integration.ts";
import type { HostMode, Transpiled } from "./transpile/transpile.ts";
import { memoryCache, type TranspileCache, transpileCached } from "./transpile/transpile-cache.ts";
import type { FunctionTypes } from "./types/function-types.ts";

/** How to run a component, whatever its guests are made of. */
export interface ComponentOptions {
  /** Who keeps the component's data. */
  readonly host: Host;
  /** What the component is called and may do, from `parseManifest` of `@airssys/host`. */
  readonly manifest: Manifest;
  /**
   * What time it is for the component, in milliseconds since 1970 UTC, for a program in which it is not what it is: the
   * `clock` of the host, for example. Asked each time. How long something takes is measured by the real one. Default:
   * the time of the machine.
   */
  readonly clock?: () => number;
  /**
   * Called with what the component prints. Default: nothing, but `stdout` and `stderr` of the instance keep the end of
   * it.
   */
  readonly onOutput?: OutputListener;
  /**
   * Called when a component that exports `storage-events` failed to handle events of its watches. They are not
   * delivered again. Default: nothing, but metrics count these calls like any other.
   */
  readonly onEventFailure?: (error: CallError) => void;
  /**
   * Metrics of its calls and instances through `@opentelemetry/api`; `false` for none. Without an SDK that is
   * registered, none are taken.
   */
  readonly telemetry?: ComponentTelemetryOptions | false;
}

/** How to run a component of WebAssembly. */
export interface LoadOptions extends ComponentOptions, RunLimitOptions {
  /** Where the transpiled component is kept. Default: for as long as the process lives. */
  readonly cache?: TranspileCache;
  /**
   * Where its instances run. Default: in the thread that calls them, which is the fastest way and right for components
   * that are trusted to return. Of `@airssys/runtime/node`, `workerThreads()` is for those that may make mistakes, and
   * `childProcesses()` for those of strangers.
   */
  readonly isolation?: Isolation;
  /**
   * For a component that imports `wasi:keyvalue`: the namespaces that its identifiers stand for.
   * `{ counter: "app:counter" }` has it open that shared namespace as `counter`, under the same grants; `""` is its own
   * namespace. An identifier that is not here keeps its usual meaning.
   */
  readonly buckets?: Readonly<Record<string, string>>;
}

const sharedCache = memoryCache();

/**
 * Loads a WebAssembly component.
 *
 * Over a host that answers with promises the component waits for them through JSPI; it is transpiled in another way,
 * and the same otherwise.
 *
 * @typeParam Exports what the component exports, for typed calls: the type that bindings generators make of its world.
 * @param component its bytes, or what {@link prepare} made of them.
 * @throws LoadError `not-a-component`; `unknown-import` if it imports more than the host offers and the harmless part
 * of WASI; `incompatible-import` if it declares what it imports in another way than the contract does; `unsupported`;
 * `no-jspi` if it would have to wait for promises, and cannot; `limit-too-high` or `not-interruptible` if limits are
 * asked for that it cannot have. TypeError or RangeError for `buckets` that are none.
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
  const transpiled = component instanceof Uint8Array ? await prepare(component, options) : component;
  requireMode(transpiled, hostMode(options));
  requireOffered(transpiled.imports, host);
  const openGuest = await isolation.prepare(transpiled, limits.memoryBytesMax);
  const { isInterruptible } = isolation;
  const border = callBorder(transpiled.exports, isolation === thisThread);
  return loaded({ imports: transpiled.imports, openGuest, isInterruptible, limits, border, buckets }, options);
}

/** For which way of answering something was prepared. */
const modes = new WeakMap<Transpiled, HostMode>();

/**
 * Turns a component into what {@link load} takes in place of its bytes, for programs that load it often: 12 MB are
 * looked at once.
 *
 * @param options those with which it will be loaded, as far as they decide what it is turned into.
 * @throws LoadError as {@link load} does of a component.
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
 * // some milliseconds
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

/** A guest that can wait in its own thread is built as if its host answered at once. */
function hostMode({ host, isolation = thisThread }: Pick<LoadOptions, "host" | "isolation">): HostMode {
  return isolation.isInterruptible ? "sync" : host.mode;
}

function requireMode(prepared: Transpiled, mode: HostMode): void {
  if (modes.get(prepared) === mode) return;
  throw new TypeError(`"component" expected bytes, or what prepare() made of them for a host that is ${mode}`);
}

/** What a component is made of that is no WebAssembly. */
export interface GuestSource {
  /** Names of the interfaces that its guests import, with versions. */
  readonly imports: readonly string[];
  /** Makes a new guest. */
  readonly openGuest: OpenGuest;
  /**
   * The functions that its guests export, with all of their types, by which the arguments of calls are checked.
   * Default: nothing is.
   */
  readonly exports?: FunctionTypes;
}

/**
 * A component whose guests the caller makes, by whatever means: the source of a guest that runs without having been
 * built, for example. It is called, committed, stopped and told of events like any other. Its guests have no limits but
 * those of the host, so they have to be trusted.
 *
 * @throws LoadError `unknown-import` if it imports more than the host offers.
 *
 * @example
 * ```ts
 * import { openMemory } from "@airssys/backend/memory";
 * import { openHost, parseManifest } from "@airssys/host";
 * import { type Guest, loadGuest, type Surroundings } from "@airssys/runtime";
 *
 * const openGuest = ({ imports }: Surroundings): Guest => ({
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
  return loaded({ imports, openGuest, isInterruptible: false, limits, border }, options);
}

type Source = Pick<ComponentParts, "imports" | "openGuest" | "isInterruptible" | "limits" | "border" | "buckets">;

function loaded<Exports>(source: Source, options: ComponentOptions): Component<Exports> {
  const { host, manifest, clock, onOutput, onEventFailure, telemetry = {} } = options;
  return new LoadedComponent<Exports>({
    ...source,
    startQueue: source.isInterruptible ? startQueueOf(host) : undefined,
    host,
    manifest,
    clock,
    listen: onOutput,
    onEventFailure,
    meter: telemetry === false ? undefined : openCallMeter(manifest.component.id, telemetry),
  });
}
