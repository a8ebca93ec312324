import { access } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { BUNDLE_NAME } from "@airssys/runtime/source-trace";
import { type OutputChunk, type OutputOptions, type Plugin, type RolldownLog, rolldown } from "rolldown";
import { ComponentizeError } from "../errors/componentize-error.ts";
import { displayPath } from "../errors/location.ts";
import type { World } from "../wit/wit-world.ts";
import { absentInterfaces } from "./absent-interfaces.ts";
import { bundleError, unresolvedImportError } from "./bundle-error.ts";
import { subtleGuard } from "./subtle-guard.ts";

/**
 * Conditions of `exports` in packages, beside the user's own. A component is like a worker of a browser: packages that
 * have a build for those use no Node in it.
 */
const RUNTIME_CONDITIONS = ["worker", "browser", "import", "default"];

/** One module without any import but those of the WIT world. */
export interface Bundle {
  readonly code: string;
  /** Source map, version 3, as JSON. Its sources are relative to the folder of the entry. */
  readonly sourceMap: string;
  /** The names that it exports. */
  readonly exports: readonly string[];
  /** The interfaces and functions of the WIT world that it imports. */
  readonly imports: readonly string[];
  /** The modules that went into it: files, and those that plugins made. */
  readonly modules: readonly string[];
  /** The files that went into it, by absolute path. */
  readonly files: readonly string[];
  /** Warnings of the bundler. */
  readonly warnings: readonly string[];
}

/** Input and options of {@link bundle}. */
export interface BundleOptions {
  readonly entry: string;
  readonly world: World;
  readonly conditions: readonly string[];
  /** Replaces the world's imports. Default: they stay imports. */
  readonly imports?: Plugin;
  /** Missing names of other modules are `undefined`, and no error. */
  readonly isLenient?: boolean;
  /** Another form of the output. */
  readonly output?: OutputOptions;
}

/**
 * Bundles a TypeScript or JavaScript module with all that it imports, for an engine that has no `node:*` and no files.
 */
export async function bundle(options: BundleOptions): Promise<Bundle> {
  const entry = resolve(options.entry);
  await checkExists(entry);
  const logs: RolldownLog[] = [];
  const chunk = await generate(entry, options, logs);
  const unresolved = logs.find((log) => log.code === "UNRESOLVED_IMPORT");
  if (unresolved) throw unresolvedImportError(unresolved, options.world);
  return {
    code: chunk.code,
    sourceMap: chunk.map?.toString() ?? "",
    exports: chunk.exports,
    imports: chunk.imports,
    modules: chunk.moduleIds,
    files: chunk.moduleIds.filter((id) => !id.startsWith("\0")),
    warnings: logs.map((log) => log.message),
  };
}

async function generate(entry: string, options: BundleOptions, logs: RolldownLog[]): Promise<OutputChunk> {
  const { world, conditions, imports, isLenient = false } = options;
  const build = await rolldown({
    input: entry,
    platform: "neutral",
    external: (id) => !imports && world.imports.includes(id),
    resolve: {
      conditionNames: [...conditions, ...RUNTIME_CONDITIONS],
      mainFields: ["browser", "module", "main"],
      aliasFields: [["browser"]],
    },
    transform: { define: { "process.env.NODE_ENV": '"production"' } },
    plugins: [...(imports ? [imports] : [subtleGuard()]), absentInterfaces(world)],
    shimMissingExports: isLenient,
    onLog: (_, log) => void logs.push(log),
  });
  try {
    const file = join(dirname(entry), BUNDLE_NAME);
    const { output } = await build.generate({
      file,
      format: "es",
      sourcemap: true,
      codeSplitting: false,
      ...options.output,
    });
    return output[0];
  } catch (error) {
    throw bundleError(error, world);
  } finally {
    await build.close();
  }
}

async function checkExists(entry: string): Promise<void> {
  try {
    await access(entry);
  } catch (cause) {
    throw new ComponentizeError("entry-not-found", `there is no file ${displayPath(entry)}`, { cause });
  }
}
