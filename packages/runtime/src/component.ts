import type { Host, Manifest } from "@airssys/host";
import type { CallError } from "./call/call-error.ts";
import type { AnyExports } from "./call/export-path.ts";
import { requireOffered } from "./declared/offered.ts";
import type { Isolation } from "./guest/isolation.ts";
import { thisThread } from "./guest/this-thread.ts";
import { type Component, LoadedComponent } from "./instance/loaded-component.ts";
import type { OutputListener } from "./output/output.ts";
import { type RunLimitOptions, runLimits } from "./run-limits.ts";
import { type ComponentTelemetryOptions, openCallMeter } from "./telemetry.ts";
import { requirePromiseIntegration } from "./transpile/promise-integration.ts";
import { memoryCache, type TranspileCache, transpileCached } from "./transpile/transpile-cache.ts";

/** How to run a component. */
export interface LoadOptions extends RunLimitOptions {
  /** Who keeps the component's data. */
  readonly host: Host;
  /** What the component is called and may do, from `parseManifest` of `@airssys/host`. */
  readonly manifest: Manifest;
  /** Where the transpiled component is kept. Default: for as long as the process lives. */
  readonly cache?: TranspileCache;
  /**
   * Where its instances run. Default: in the thread that calls them, which is the fastest way and right for components that are trusted to return.
   * `workerThreads()` of `@airssys/runtime/node` is for those that are not.
   */
  readonly isolation?: Isolation;
  /** Called with what the component prints. Default: nothing, but `stdout` and `stderr` of the instance keep the end of it. */
  readonly onOutput?: OutputListener;
  /**
   * Called when a component that exports `storage-events` failed to handle events of its watches. They are not delivered again. Default: nothing, but
   * metrics count these calls like any other.
   */
  readonly onEventFailure?: (error: CallError) => void;
  /** Metrics of its calls and instances through `@opentelemetry/api`; `false` for none. Without an SDK that is registered, none are taken. */
  readonly telemetry?: ComponentTelemetryOptions | false;
}

const sharedCache = memoryCache();

/**
 * Loads a WebAssembly component.
 *
 * @typeParam Exports what the component exports, for typed calls: the type that bindings generators make of its world.
 * Over a host that answers with promises the component waits for them through JSPI; it is transpiled in another way, and the same otherwise.
 *
 * @throws LoadError `not-a-component`; `unknown-import` if it imports more than the host offers and the harmless part of WASI; `incompatible-import`
 * if it declares what it imports in another way than the contract does; `unsupported`; `no-jspi` if it would have to wait for promises, and cannot;
 * `limit-too-high` or `not-interruptible` if limits are asked for that it cannot have.
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
export async function load<Exports = AnyExports>(bytes: Uint8Array, options: LoadOptions): Promise<Component<Exports>> {
  const {
    host,
    manifest,
    cache = sharedCache,
    isolation = thisThread,
    onOutput,
    onEventFailure,
    telemetry = {},
  } = options;
  const limits = runLimits(options, manifest, isolation);
  // A guest that can wait in its own thread is built as if its host answered at once.
  const mode = isolation.isInterruptible ? "sync" : host.mode;
  requirePromiseIntegration({ mode });
  const transpiled = await transpileCached(bytes, mode, cache);
  requireOffered(transpiled.imports, host);
  return new LoadedComponent<Exports>({
    imports: transpiled.imports,
    openGuest: await isolation.prepare(transpiled, limits.memoryBytesMax),
    host,
    manifest,
    isInterruptible: isolation.isInterruptible,
    limits,
    listen: onOutput,
    onEventFailure,
    meter: telemetry === false ? undefined : openCallMeter(manifest.component.id, telemetry),
  });
}
