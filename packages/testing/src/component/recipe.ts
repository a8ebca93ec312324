import { join } from "node:path";
import type { Manifest } from "@airssys/host";
import {
  type Component,
  type ComponentOptions,
  type LoadOptions,
  load,
  loadGuest,
  memoryCache,
} from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
import { HarnessError } from "../harness-error.ts";
import type { MockGuestOptions } from "../mock/mock-guest.ts";
import { builtComponent, readComponent } from "./build.ts";
import type { ComponentSource } from "./component-source.ts";
import { manifestOf } from "./manifest-of.ts";
import { preparedOnce } from "./prepared.ts";
import { existing, existingFile, pathOf, projectFolder } from "./project-folder.ts";

/** What all components of a harness have in common. */
export interface Kitchen {
  /** Whether entries are run as they are, without building them. */
  readonly isMock: boolean;
  readonly clock: () => number;
  readonly conditions: readonly string[];
  readonly cacheFolder: string | undefined;
  readonly load: Pick<LoadOptions, "isolation" | "memoryBytesMax" | "callTimeMaxMs" | "callsWaitingMax">;
}

/** A component as it is loaded in each life of its program. */
export interface Recipe {
  readonly manifest: Manifest;
  load(options: Omit<ComponentOptions, "manifest">): Promise<Component>;
}

/**
 * How a component is made.
 *
 * @throws HarnessError `source`, `not-found`; ManifestError; ComponentizeError
 */
export async function recipeOf(source: ComponentSource, kitchen: Kitchen): Promise<Recipe> {
  const { entry, component } = source;
  if (entry !== undefined && component === undefined) return recipeOfEntry(pathOf(entry), source, kitchen);
  if (component !== undefined && entry === undefined) return recipeOfComponent(component, source, kitchen);
  const given = entry === undefined ? "neither was given" : "both were given";
  throw new HarnessError("source", `expected "entry", a module, or "component", what was built of one: ${given}`);
}

async function recipeOfEntry(path: string, source: ComponentSource, kitchen: Kitchen): Promise<Recipe> {
  const entry = existingFile(
    path,
    "entry",
    'pass the module that the component is made of, such as new URL("../src/notes.ts", import.meta.url)',
  );
  const folder = projectFolder(entry);
  const given = source.wit === undefined ? join(folder, "wit") : pathOf(source.wit);
  const wit = existing(given, "WIT", 'pass "wit", a file or a folder');
  const manifest = await manifestOf(source, folder);
  const world = source.world === undefined ? {} : { world: source.world };
  const { conditions } = kitchen;
  const cacheFolder = cacheFolderOf(folder, kitchen);
  if (kitchen.isMock)
    return mockRecipe(manifest, { entry, wit, world: source.world, conditions, clock: kitchen.clock });
  const features = source.features === undefined ? {} : { features: source.features };
  const built = { entry, wit, ...world, ...features, conditions, cacheFolder: join(cacheFolder, "components") };
  return loadedRecipe({ manifest, source, cacheFolder, kitchen, read: () => builtComponent(built) });
}

/** The bundler is not loaded where nothing is mocked. */
async function mockRecipe(manifest: Manifest, options: MockGuestOptions): Promise<Recipe> {
  const { mockGuest } = await import("../mock/mock-guest.ts");
  const guest = await mockGuest(options);
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

async function recipeOfComponent(
  component: Uint8Array | string | URL,
  source: ComponentSource,
  kitchen: Kitchen,
): Promise<Recipe> {
  if (component instanceof Uint8Array) {
    const folder = projectFolder(join(process.cwd(), "any"));
    const manifest = await manifestOf(source, folder);
    const cacheFolder = cacheFolderOf(folder, kitchen);
    return loadedRecipe({ manifest, source, cacheFolder, kitchen, read: async () => component });
  }
  const file = existingFile(pathOf(component), "component", "pass the bytes of a component, or its file");
  if (SOURCE.test(file))
    throw new HarnessError("source", `"component" expected what was built, got ${file}: pass "entry"`);
  const folder = projectFolder(file);
  const manifest = await manifestOf(source, folder);
  const cacheFolder = cacheFolderOf(folder, kitchen);
  return loadedRecipe({ manifest, source, cacheFolder, kitchen, read: () => readComponent(file) });
}

interface LoadedRecipe {
  readonly manifest: Manifest;
  readonly source: ComponentSource;
  readonly cacheFolder: string;
  readonly kitchen: Kitchen;
  readonly read: () => Promise<Uint8Array>;
}

async function loadedRecipe({ manifest, source, cacheFolder, kitchen, read }: LoadedRecipe): Promise<Recipe> {
  const bytes = await read();
  const cache = transpiledIn(join(cacheFolder, "transpiled"));
  return {
    manifest,
    async load(surroundings) {
      const buckets = source.buckets === undefined ? {} : { buckets: source.buckets };
      const options = { ...surroundings, ...kitchen.load, ...buckets, manifest, cache };
      return load(await preparedOnce(bytes, options), options);
    },
  };
}

function cacheFolderOf(projectFolder: string, { cacheFolder }: Kitchen): string {
  return cacheFolder ?? join(projectFolder, "node_modules", ".cache", "airssys");
}

const caches = new Map<string, ReturnType<typeof memoryCache>>();

/** One cache for all harnesses of the process: what it answers was compiled before. */
function transpiledIn(folder: string): ReturnType<typeof memoryCache> {
  const cache = caches.get(folder) ?? memoryCache(fileCache(folder));
  caches.set(folder, cache);
  return cache;
}
