import { join } from "node:path";
import type { Manifest } from "@airssys/host";
import type { MockGuestOptions } from "@airssys/mock-guest";
import {
  type Component,
  type ComponentOptions,
  type LoadOptions,
  load,
  loadGuest,
  memoryCache,
} from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
import { HarnessError } from "../errors/harness-error.ts";
import { type BuiltComponent, builtComponent, readComponent } from "./build.ts";
import type { ComponentSource } from "./component-source.ts";
import { prepareOnce } from "./prepare-once.ts";
import { existing, existingFile, projectFolder, toPath } from "./project-folder.ts";
import { readManifest } from "./read-manifest.ts";

/** Settings that all components of a harness share. */
export interface ComponentSettings {
  /** True in mock mode: entries run from source, without a build. */
  readonly isMock: boolean;
  readonly clock: () => number;
  readonly conditions: readonly string[];
  readonly cacheFolder: string | undefined;
  readonly load: Pick<LoadOptions, "isolation" | "memoryBytesMax" | "callTimeMaxMs" | "callsWaitingMax">;
}

/** Loads a component anew in each life of the program. */
export interface ComponentLoader {
  readonly manifest: Manifest;
  load(options: Omit<ComponentOptions, "manifest">): Promise<Component>;
}

/**
 * Creates the loader of a component.
 *
 * @throws HarnessError `source`, `not-found`; ManifestError; ComponentizeError
 */
export async function createLoader(source: ComponentSource, settings: ComponentSettings): Promise<ComponentLoader> {
  const { entry, component } = source;
  if (entry !== undefined && component === undefined) return entryLoader(toPath(entry), source, settings);
  if (component !== undefined && entry === undefined) return builtLoader(component, source, settings);
  const given = entry === undefined ? "neither was given" : "both were given";
  throw new HarnessError("source", `expected "entry", a module, or "component", what was built of one: ${given}`);
}

async function entryLoader(
  path: string,
  source: ComponentSource,
  settings: ComponentSettings,
): Promise<ComponentLoader> {
  const entry = existingFile(
    path,
    "entry",
    'pass the module that the component is made of, such as new URL("../src/notes.ts", import.meta.url)',
  );
  const folder = projectFolder(entry);
  const given = source.wit === undefined ? join(folder, "wit") : toPath(source.wit);
  const wit = existing(given, "WIT", 'pass "wit", a file or a folder');
  const manifest = await readManifest(source, folder);
  const world = source.world === undefined ? {} : { world: source.world };
  const { conditions } = settings;
  const cacheFolder = chooseCacheFolder(folder, settings);
  if (settings.isMock)
    return mockLoader(manifest, { entry, wit, world: source.world, conditions, clock: settings.clock });
  const features = source.features === undefined ? {} : { features: source.features };
  const built = { entry, wit, ...world, ...features, conditions, cacheFolder: join(cacheFolder, "components") };
  return cachedLoader({ manifest, source, cacheFolder, settings, read: () => builtComponent(built) });
}

/** Imports the mock guest, and with it the bundler, in mock mode only. */
async function mockLoader(manifest: Manifest, options: MockGuestOptions): Promise<ComponentLoader> {
  const { createMockGuest } = await import("@airssys/mock-guest");
  const guest = await createMockGuest(options);
  return {
    manifest,
    async load(surroundings) {
      if (surroundings.host.mode === "async") throw mockCannotWait();
      return loadGuest(guest, { ...surroundings, manifest });
    },
  };
}

function mockCannotWait(): HarnessError {
  const why = "mock mode cannot wait for an engine that answers with promises";
  return new HarnessError("mock-cannot-wait", `${why}: pass one that answers at once, or "memory" as "mode"`);
}

const SOURCE = /\.[cm]?[jt]sx?$/;

async function builtLoader(
  component: Uint8Array | string | URL,
  source: ComponentSource,
  settings: ComponentSettings,
): Promise<ComponentLoader> {
  if (component instanceof Uint8Array) {
    const folder = projectFolder(join(process.cwd(), "any"));
    const manifest = await readManifest(source, folder);
    const cacheFolder = chooseCacheFolder(folder, settings);
    return cachedLoader({
      manifest,
      source,
      cacheFolder,
      settings,
      read: async () => ({ component, sourceMap: undefined }),
    });
  }
  const file = existingFile(toPath(component), "component", "pass the bytes of a component, or its file");
  if (SOURCE.test(file))
    throw new HarnessError("source", `"component" expected what was built, got ${file}: pass "entry"`);
  const folder = projectFolder(file);
  const manifest = await readManifest(source, folder);
  const cacheFolder = chooseCacheFolder(folder, settings);
  return cachedLoader({ manifest, source, cacheFolder, settings, read: () => readComponent(file) });
}

interface LoaderParts {
  readonly manifest: Manifest;
  readonly source: ComponentSource;
  readonly cacheFolder: string;
  readonly settings: ComponentSettings;
  readonly read: () => Promise<BuiltComponent>;
}

async function cachedLoader({ manifest, source, cacheFolder, settings, read }: LoaderParts): Promise<ComponentLoader> {
  const { component, sourceMap } = await read();
  const cache = transpiledIn(join(cacheFolder, "transpiled"));
  return {
    manifest,
    async load(surroundings) {
      const buckets = source.buckets === undefined ? {} : { buckets: source.buckets };
      const trace = sourceMap === undefined ? {} : { sourceMap };
      const options = { ...surroundings, ...settings.load, ...buckets, ...trace, manifest, cache };
      return load(await prepareOnce(component, options), options);
    },
  };
}

function chooseCacheFolder(projectFolder: string, { cacheFolder }: ComponentSettings): string {
  return cacheFolder ?? join(projectFolder, "node_modules", ".cache", "airssys");
}

const caches = new Map<string, ReturnType<typeof memoryCache>>();

/** Returns the cache of a folder: one for all harnesses of the process, so that each component is compiled once. */
function transpiledIn(folder: string): ReturnType<typeof memoryCache> {
  const cache = caches.get(folder) ?? memoryCache(fileCache(folder));
  caches.set(folder, cache);
  return cache;
}
