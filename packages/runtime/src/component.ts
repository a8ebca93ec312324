import type { Grants, Host, Manifest } from "@airssys/host";
import { compile } from "./compiled.ts";
import type { AnyExports } from "./export-path.ts";
import { type Instance, startInstance } from "./instance.ts";
import { requireOffered } from "./offered.ts";
import type { OutputListener } from "./output.ts";
import { requirePromiseIntegration } from "./promise-integration.ts";
import { memoryCache, type TranspileCache, transpileCached } from "./transpile-cache.ts";

/** How to run a component. */
export interface LoadOptions {
  /** Who keeps the component's data. */
  readonly host: Host;
  /** What the component is called and may do, from `parseManifest` of `@airssys/host`. */
  readonly manifest: Manifest;
  /** Where the transpiled component is kept. Default: for as long as the process lives. */
  readonly cache?: TranspileCache;
  /**
   * Most bytes that the memory of each instance may grow to; beyond, the guest is out of memory and traps. At least what the component begins
   * with, about 9 MB for one built from JavaScript. Default {@link MEMORY_BYTES_MAX}.
   */
  readonly memoryBytesMax?: number;
  /** Called with what the component prints. Default: nothing, but `stdout` and `stderr` of the instance keep the end of it. */
  readonly onOutput?: OutputListener;
}

/** A component that was loaded: transpiled and compiled once, to be started under as many ids as wanted. */
export interface Component<Exports = AnyExports> {
  /** The interfaces that the component imports. */
  readonly imports: readonly string[];
  /**
   * Starts an instance, which sees the namespace of its id and no other.
   *
   * @param id default: the id in the manifest.
   * @param grants default: the grants of the manifest.
   * @throws RangeError if the id breaks the grammar of component ids; CallError `trapped` if the component fails as it is instantiated.
   */
  start(id?: string, grants?: Grants): Promise<Instance<Exports>>;
}

/** Most bytes of an instance's memory unless told otherwise. A component that handles values of 1 MiB settles at about 150 MB. */
export const MEMORY_BYTES_MAX = 268_435_456;

const sharedCache = memoryCache();

/**
 * Loads a WebAssembly component.
 *
 * @typeParam Exports what the component exports, for typed calls: the type that bindings generators make of its world.
 * Over a host that answers with promises the component waits for them through JSPI; it is transpiled in another way, and the same otherwise.
 *
 * @throws LoadError `not-a-component`; `unknown-import` if it imports more than the host offers and the harmless part of WASI; `incompatible-import`
 * if it declares what it imports in another way than the contract does; `unsupported`; `no-jspi` if it would have to wait for promises, and cannot.
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
  const { host, manifest, cache = sharedCache, memoryBytesMax = MEMORY_BYTES_MAX, onOutput } = options;
  requirePromiseIntegration(host);
  const transpiled = await transpileCached(bytes, host.mode, cache);
  requireOffered(transpiled.imports, host);
  const compiled = await compile(transpiled, memoryBytesMax);
  return {
    imports: compiled.imports,
    start: async (id = manifest.component.id, grants = manifest.grants) =>
      startInstance<Exports>(compiled, host.bind(id, grants), onOutput),
  };
}
