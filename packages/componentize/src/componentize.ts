import { dirname, resolve } from "node:path";
import { BUNDLE_NAME } from "@airssys/runtime/source-trace";
import { runBuildCached } from "./build/build-cache.ts";
import { buildError } from "./build/build-error.ts";
import { runBuild } from "./build/run-build.ts";
import { type Bundle, bundle } from "./bundle/bundle.ts";
import { isOwnFile, projectOf } from "./bundle/project.ts";
import { BundleTrace } from "./bundle/trace.ts";
import { warnOfCollections } from "./bundle/warn-of-collections.ts";
import { warnOfGlobals } from "./bundle/warn-of-globals.ts";
import { borderOf } from "./componentize-js/border.ts";
import type { BuildRequest, Feature } from "./componentize-js/build-request.ts";
import { checkEntry, signatureError } from "./types/check-entry.ts";
import { narrowTarget } from "./wit/narrow-target.ts";
import { readWitText } from "./wit/wit-text.ts";
import { importsOfComponent, readWorld, type World } from "./wit/wit-world.ts";

/** Every feature there is. */
export const FEATURES: readonly Feature[] = ["stdio", "random", "clocks", "http", "fetch-event"];

/**
 * The features that a component has unless told otherwise. Without `random` every instance would draw the same "random"
 * bytes, without `clocks` the time would stand still, and without `stdio` a guest that fails would not say why. A
 * component that stores data needs no network.
 */
export const DEFAULT_FEATURES: readonly Feature[] = ["stdio", "random", "clocks"];

/** Input and options of a build. Relative paths are relative to the working directory. */
export interface ComponentizeOptions {
  /** The TypeScript or JavaScript module whose exports the component exports. */
  readonly entry: string;
  /**
   * A `.wit` file, or a folder of them with an optional `deps` folder. The packages `airssys:wasm` and `wasi:keyvalue`,
   * of the version that the WIT names, are added when they are not there.
   */
  readonly wit: string;
  /** The world that the component is built for. Needed unless the WIT has exactly one. */
  readonly world?: string;
  /** The parts of the engine that the component gets. Default: `stdio`, `random` and `clocks`. */
  readonly features?: readonly Feature[];
  /** Conditions under which `exports` of packages are resolved, before `worker`, `browser`, `import` and `default`. */
  readonly conditions?: readonly string[];
  /**
   * Whether to compare the exported functions with the types that the world declares, by the TypeScript compiler of the
   * project that the entry is part of. It takes one to two seconds beside the build. An entry in JavaScript, or in a
   * project without TypeScript, is not checked. Default `false`; the command checks.
   */
  readonly check?: boolean;
  /**
   * A folder that keeps what was built, by content: the same code, WIT and features are built once. What is in it ends
   * up in components, so it must not be writable for anyone who is not trusted with them. Default: nothing is kept.
   */
  readonly cacheFolder?: string;
}

/** A component and what is known about it. */
export interface ComponentizeResult {
  /** The component, about 12 MB. */
  readonly component: Uint8Array;
  /** The interfaces and functions that it imports, sorted. The host must offer all of them. */
  readonly imports: readonly string[];
  /**
   * Source map, version 3, as JSON, for the positions in `component.js` that stack traces of the component show. Its
   * sources are relative to the folder of the entry.
   */
  readonly sourceMap: string;
  /** Every file that the component was made of, WIT and code, by absolute path. */
  readonly files: readonly string[];
  /** The standard output of the module while its top level ran at build time. */
  readonly output: string;
  /**
   * Warnings, each with its place: those of the bundler, global names that a component does not have, such as `Buffer`,
   * and collections that need interfaces which the world does not import.
   */
  readonly warnings: readonly string[];
}

/**
 * Builds a WebAssembly component out of a TypeScript or JavaScript module and a WIT world.
 *
 * The module is bundled with the packages it imports, and run once: what its top level computes is part of the
 * component. There it can call no import and has no clock and no randomness. With `check`, exported functions are
 * compared with the types of the world; all other types are left to `tsc`.
 *
 * Takes 2 to 5 seconds, in a process of its own; builds can run side by side, at 700 MB of memory each. Prints nothing.
 * Every failure is a {@link ComponentizeError} that points into the user's own files.
 *
 * @example
 * ```ts
 * import { writeFile } from "node:fs/promises";
 * import { componentize } from "@airssys/componentize";
 *
 * const { component, imports } = await componentize({ entry: "counter.ts", wit: "counter.wit", world: "counter" });
 * await writeFile("counter.wasm", component);
 * imports[0]; // "airssys:wasm/storage@0.1.0"
 * ```
 */
export async function componentize(options: ComponentizeOptions): Promise<ComponentizeResult> {
  const { features = DEFAULT_FEATURES, conditions = [], check = false, cacheFolder } = options;
  const entry = resolve(options.entry);
  const wit = await readWitText(options.wit);
  const world = await readWorld(wit, options.world);
  const bundled = await bundle({ entry, world, conditions });
  const { code, sourceMap, files, exports, imports: used } = bundled;
  const target = narrowTarget(wit, world, used);
  const border = await borderOf(world.encoded, used);
  const request: BuildRequest = {
    code,
    border,
    sourceName: BUNDLE_NAME,
    ...target,
    features: builtIn(features, exports),
  };
  const [{ reply, output }, faults] = await Promise.all([
    cacheFolder ? runBuildCached(request, resolve(cacheFolder)) : runBuild(request),
    check ? checkEntry(entry, wit.text, world) : [],
  ]);
  if ("failure" in reply) throw await buildError({ reply, entry, world, conditions, sourceMap, request });
  const [fault, ...others] = faults;
  if (fault !== undefined) throw signatureError([fault, ...others], world, new BundleTrace(sourceMap, entry));
  const imports = (await importsOfComponent(reply.component)).sort();
  const warnings = [...bundled.warnings, ...warnOfFailures(bundled, entry, world)];
  return { component: reply.component, imports, sourceMap, files: [...wit.files, ...files], output, warnings };
}

/** Warns of what builds, and fails when it is called. */
function warnOfFailures({ code, sourceMap, files }: Bundle, entry: string, world: World): string[] {
  const trace = new BundleTrace(sourceMap, entry);
  const project = projectOf(dirname(entry));
  const own = files.filter((file) => isOwnFile(file, project));
  return [...warnOfGlobals(code, trace), ...warnOfCollections(own, world, trace)];
}

/** In the order of {@link FEATURES}. A module that handles HTTP requests itself gets none as events of `fetch`. */
function builtIn(features: readonly Feature[], exports: readonly string[]): Feature[] {
  const isHandler = features.includes("http") && exports.includes("incomingHandler");
  return FEATURES.filter((feature) => features.includes(feature) && !(isHandler && feature === "fetch-event"));
}
