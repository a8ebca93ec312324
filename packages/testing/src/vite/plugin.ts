import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { isScriptName } from "@airssys/componentize/script";
import { type BundledGuest, bundleGuest, encodeFailure, type GuestFailure } from "@airssys/mock-guest/bundle";
import { contractModuleId, contractModuleText } from "./contract-modules.ts";
import { requestIn, watchedIn } from "./guest-modules.ts";

/** A plugin of Vite, as far as this one goes. */
export interface GuestPlugin {
  readonly name: string;
  readonly enforce: "pre";
  /**
   * Adds what runs in each worker, how packages for guests are treated, and times in which a component can be built.
   */
  config(config: ConfigBefore): object;
  /** Has tests run again when a file of a guest has changed. */
  configureVitest(context: VitestContext): void;
  /** Knows guests, and the contract. */
  resolveId(id: string): string | null;
  /** Bundles guests. */
  load(this: LoadContext, id: string): Promise<LoadedModule | null>;
}

/** What an author has configured, as far as this plugin has to know. */
export interface ConfigBefore {
  readonly test?: {
    readonly coverage?: { readonly excludeAfterRemap?: boolean };
    readonly testTimeout?: number;
    readonly hookTimeout?: number;
  };
}

/** What Vitest gives a plugin that configures it. */
export interface VitestContext {
  /** Patterns of files after whose change all tests run again. */
  readonly vitest: { readonly config: { readonly forceRerunTriggers: string[] } };
  /** Takes a function that answers `false` for modules that are not kept from run to run. */
  defineCacheKeyGenerator(generator: (module: { readonly id: string }) => false | undefined): void;
}

/** What Vite gives a plugin that loads a module. */
export interface LoadContext {
  /** Watches a file that is no module. */
  addWatchFile(file: string): void;
  readonly environment: {
    /** A module as Vite serves it. */
    transformRequest?(id: string): Promise<{ readonly code: string; readonly map: unknown } | null>;
  };
}

/** A module and where its text comes from. */
export interface LoadedModule {
  readonly code: string;
  readonly map: string | null;
}

/**
 * A plugin for Vitest, with which harnesses in mock mode have stack traces and coverage of the author's own files, and
 * tests run again when one of them changes. Unless the author says otherwise, tests and hooks have two minutes: the
 * first of them may have to build a component.
 *
 * @example
 * ```ts
 * import { airssysTesting } from "@airssys/testing/vite";
 * import { defineConfig } from "vitest/config";
 *
 * export default defineConfig({ plugins: [airssysTesting()] });
 * ```
 */
export function airssysTesting(): GuestPlugin {
  /** By the names of their scripts. */
  const texts = new Map<string, BundledGuest>();
  let rerunTriggers: string[] = [];
  const watch = (context: LoadContext, files: readonly string[]) => {
    for (const file of files) context.addWatchFile(file);
    rerunTriggers.push(...files.map(asPattern).filter((pattern) => !rerunTriggers.includes(pattern)));
  };
  return {
    name: "airssys-testing",
    enforce: "pre",
    config: ({ test }) => ({
      test: {
        setupFiles: [SETUP],
        // Packages for guests import what only Vite can resolve.
        server: { deps: { inline: [SETUP, GUEST_PACKAGES] } },
        // A guest is made of packages as well, of which the author's report does not tell.
        coverage: { excludeAfterRemap: test?.coverage?.excludeAfterRemap ?? true },
        // The first harness of a component may have to build it, in a hook or in a test.
        testTimeout: test?.testTimeout ?? BUILD_TIME_MAX,
        hookTimeout: test?.hookTimeout ?? BUILD_TIME_MAX,
      },
    }),
    // What is known of a guest depends on all files that it is made of, of which the cache of Vitest knows one.
    configureVitest: ({ vitest, defineCacheKeyGenerator }) => {
      rerunTriggers = vitest.config.forceRerunTriggers;
      rerunTriggers.push("**/*.wit", "**/Component.toml");
      defineCacheKeyGenerator(({ id }) => (isOwnModule(id) ? false : undefined));
    },
    resolveId: (id) => (isOwnModule(id) ? id : contractModuleId(id)),
    async load(id) {
      const imported = await contractModuleText(id);
      if (imported !== null) return { code: imported, map: null };
      const watched = watchedIn(id);
      if (watched !== undefined) {
        watch(this, watched);
        return { code: "", map: null };
      }
      const request = requestIn(id);
      if (request === undefined) return scriptModule(texts.get(id));
      this.addWatchFile(request.entry);
      const text = await bundleGuest(request).catch(encodeFailure);
      if ("failure" in text) return moduleOf(text);
      texts.set(text.name, text);
      watch(this, text.files);
      return moduleOf(await asServed(text, this.environment));
    },
  };
}

function isOwnModule(id: string): boolean {
  return isScriptName(id) || requestIn(id) !== undefined || watchedIn(id) !== undefined;
}

/** The script as Vite has it, which is what its reports are about. */
async function asServed(text: BundledGuest, environment: LoadContext["environment"]): Promise<BundledGuest> {
  const script = await environment.transformRequest?.(text.name);
  return script ? { ...text, code: script.code, sourceMap: JSON.stringify(script.map) } : text;
}

/** Matches the file alone. */
function asPattern(file: string): string {
  return file.replaceAll("\\", "/").replace(/[[\]{}()*?!+@|^$]/g, "\\$&");
}

function moduleOf(value: BundledGuest | GuestFailure): LoadedModule {
  return { code: `export default ${JSON.stringify(value)};`, map: null };
}

/** In milliseconds. A busy machine takes long, and a test that hangs is still found. */
const BUILD_TIME_MAX = 120_000;

const GUEST_PACKAGES = /[\\/]@airssys[\\/](?:storage|collections|encryption)[\\/]/;

const SETUP = fileURLToPath(new URL(`./setup${extname(import.meta.url)}`, import.meta.url));

function scriptModule(text: BundledGuest | undefined): LoadedModule | null {
  return text === undefined ? null : { code: text.code, map: text.sourceMap };
}
