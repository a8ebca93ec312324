import type { Grants, Host, Manifest } from "@airssys/host";
import { type Compiled, compile } from "./compiled.ts";
import type { AnyExports } from "./export-path.ts";
import { type Instance, startInstance } from "./instance.ts";
import { LoadError } from "./load-error.ts";
import type { OutputListener } from "./output.ts";
import { memoryCache, type TranspileCache, transpileCached } from "./transpile-cache.ts";
import { createWasi } from "./wasi/wasi.ts";

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
 * @throws LoadError `not-a-component`, `asynchronous-host`, or `unknown-import` if it imports more than storage and the harmless part of WASI.
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
  requireSynchronous(host);
  const compiled = await compile(await transpileCached(bytes, cache), memoryBytesMax);
  requireKnownImports(compiled);
  return {
    imports: compiled.imports,
    start: async (id = manifest.component.id, grants = manifest.grants) =>
      startInstance<Exports>(compiled, host.bind(id, grants), onOutput),
  };
}

function requireSynchronous({ mode }: Host): void {
  if (mode === "sync") return;
  throw new LoadError(
    "asynchronous-host",
    "a component's storage must answer at once: give the host an embedded backend",
  );
}

const STORAGE = "airssys:wasm/storage@0.1.0";

const wasi = Object.keys(createWasi({ stdout: () => {}, stderr: () => {} }));

function requireKnownImports({ imports }: Compiled): void {
  const unknown = imports.filter((name) => !isOffered(name));
  if (unknown.length === 0) return;
  const offered = `${STORAGE} and, of WASI 0.2, clocks, randomness and standard streams`;
  throw new LoadError("unknown-import", `the component imports ${unknown.join(", ")}; this runtime offers ${offered}`);
}

/** The contract in its own version, since another could mean something else by the same names; WASI in any version that begins with 0.2. */
function isOffered(name: string): boolean {
  const [bare = "", version = "0.2"] = name.split("@");
  return name === STORAGE || (wasi.includes(bare) && version.startsWith("0.2"));
}
