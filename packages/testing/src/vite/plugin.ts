import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { isScriptName } from "@airssys/componentize/script";
import { type BundledGuest, bundleGuest, encodeFailure, type GuestFailure } from "@airssys/mock-guest/bundle";
import { contractModuleId, contractModuleText } from "./contract-modules.ts";
import { requestIn, watchedIn } from "./guest-modules.ts";

/** The hooks of this Vite plugin. */
export interface GuestPlugin {
  readonly name: string;
  readonly enforce: "pre";
  /** Adds the setup file of each worker, inlines guest packages, and sets timeouts that allow for a build. */
  config(config: ConfigBefore): object;
  /** Runs tests again when a file of a guest changes. */
  configureVitest(context: VitestContext): void;
  /** Resolves the virtual modules of guests and of the contract. */
  resolveId(id: string): string | null;
  /** Loads these modules; bundles guests. */
  load(this: LoadContext, id: string): Promise<LoadedModule | null>;
}

/** The part of the author's configuration that this plugin reads. */
export interface ConfigBefore {
  readonly test?: {
    readonly coverage?: { readonly excludeAfterRemap?: boolean };
    readonly testTimeout?: number;
    readonly hookTimeout?: number;
  };
}

/** The part of Vitest's plugin context that this plugin uses. */
export interface VitestContext {
  /** Patterns of files whose change runs all tests again. */
  readonly vitest: { readonly config: { readonly forceRerunTriggers: string[] } };
  /** Takes a function that returns `false` for modules that must not be cached from run to run. */
  defineCacheKeyGenerator(generator: (module: { readonly id: string }) => false | undefined): void;
}

/** The part of Vite's loading context that this plugin uses. */
export interface LoadContext {
  /** Watches a file that is no module. */
  addWatchFile(file: string): void;
  readonly environment: {
    /** Returns a module as Vite serves it. */
    transformRequest?(id: string): Promise<{ readonly code: string; readonly map: unknown } | null>;
  };
}

/** The text of a module, and its source map. */
export interface LoadedModule {
  readonly code: string;
  readonly map: string | null;
}

/**
 * Creates a plugin for Vitest. In mock mode, stack traces and coverage show the author's own files, and tests run again
 * when one of them changes. The default timeout of tests and hooks becomes two minutes, since the first of them may
 * have to build a component.
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
  /** Bundles by the names of their scripts. */
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
        // Leaves the packages that a guest is bundled with out of the author's report.
        coverage: { excludeAfterRemap: test?.coverage?.excludeAfterRemap ?? true },
        // The first harness of a component may have to build it, in a hook or in a test.
        testTimeout: test?.testTimeout ?? BUILD_TIME_MAX,
        hookTimeout: test?.hookTimeout ?? BUILD_TIME_MAX,
      },
    }),
    // A bundle depends on all files of the guest, but the cache of Vitest knows only one of them.
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
      if ("failure" in text) return toModule(text);
      texts.set(text.name, text);
      watch(this, text.files);
      return toModule(await asServed(text, this.environment));
    },
  };
}

function isOwnModule(id: string): boolean {
  return isScriptName(id) || requestIn(id) !== undefined || watchedIn(id) !== undefined;
}

/** Returns the bundle with the script as Vite serves it, which its reports refer to. */
async function asServed(text: BundledGuest, environment: LoadContext["environment"]): Promise<BundledGuest> {
  const script = await environment.transformRequest?.(text.name);
  return script ? { ...text, code: script.code, sourceMap: JSON.stringify(script.map) } : text;
}

/** Escapes a path so that the pattern matches this file alone. */
function asPattern(file: string): string {
  return file.replaceAll("\\", "/").replace(/[[\]{}()*?!+@|^$]/g, "\\$&");
}

function toModule(value: BundledGuest | GuestFailure): LoadedModule {
  return { code: `export default ${JSON.stringify(value)};`, map: null };
}

/** Timeout in milliseconds: long enough for a build on a busy machine. */
const BUILD_TIME_MAX = 120_000;

const GUEST_PACKAGES = /[\\/]@airssys[\\/](?:storage|collections|encryption)[\\/]/;

const SETUP = fileURLToPath(new URL(`./setup${extname(import.meta.url)}`, import.meta.url));

function scriptModule(text: BundledGuest | undefined): LoadedModule | null {
  return text === undefined ? null : { code: text.code, map: text.sourceMap };
}
