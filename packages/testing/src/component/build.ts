import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { ComponentizeErrorCode, ComponentizeOptions } from "@airssys/componentize";
import { rootSourceMap } from "@airssys/runtime/source-trace";
import { watchFiles } from "../watching/watcher.ts";
import { type Made, WhileUnchanged } from "./while-unchanged.ts";

/** The source of a build, as absolute paths. */
export type BuildSource = Required<Pick<ComponentizeOptions, "entry" | "wit" | "conditions" | "cacheFolder">> &
  Pick<ComponentizeOptions, "world" | "features">;

/** A component, and the source map of its code if there is one. */
export interface BuiltComponent {
  readonly component: Uint8Array;
  readonly sourceMap: string | undefined;
}

/** The result of a build, and the files that it was built from. */
type Built = { readonly files: readonly string[] } & (BuiltComponent | { readonly failure: unknown });

const builds = new WhileUnchanged<Built>();
const components = new WhileUnchanged<BuiltComponent>();

/**
 * Builds the component of an entry. The result, also a failure, is kept in this process until one of its files changes.
 * The folder keeps components for other processes, by content.
 *
 * @throws ComponentizeError
 */
export async function builtComponent(source: BuildSource): Promise<BuiltComponent> {
  await watchFiles([source.entry]);
  const built = await builds.get(JSON.stringify(source), () => build(source));
  await watchFiles(built.files);
  if ("failure" in built) throw built.failure;
  return built;
}

async function build(source: BuildSource): Promise<Made<Built>> {
  // Imported when first needed: mock mode and cached components do without the compiler.
  const { componentize } = await import("@airssys/componentize");
  try {
    const { component, sourceMap, files } = await componentize(source);
    const all = [source.wit, ...files];
    return { value: { component, sourceMap: rootSourceMap(sourceMap, dirname(source.entry)), files: all }, files: all };
  } catch (failure) {
    const files = await filesOfFailure(source, failure);
    return { value: { failure, files }, files };
  }
}

/** Errors of the module itself, which take seconds to find. Others are found at once, or may not occur again. */
const LASTING: readonly ComponentizeErrorCode[] = ["top-level", "missing-export"];

/** @throws the failure, if it may not occur again */
async function filesOfFailure(source: BuildSource, failure: unknown): Promise<readonly string[]> {
  const { ComponentizeError } = await import("@airssys/componentize");
  if (!(failure instanceof ComponentizeError && LASTING.includes(failure.code))) throw failure;
  const { contractFunctions, guestScript, guestWorld } = await import("@airssys/componentize/script");
  const { entry, wit, conditions } = source;
  try {
    const world = await guestWorld(wit, source.world);
    const { files } = await guestScript({ entry, world, functions: contractFunctions(), conditions });
    return [wit, ...world.files, ...files];
  } catch {
    throw failure;
  }
}

/**
 * Reads a built component, and the source map beside it: `notes.wasm` and `notes.wasm.map`. They are kept until one of
 * the files changes.
 */
export async function readComponent(file: string): Promise<BuiltComponent> {
  const map = `${file}.map`;
  const files = existsSync(map) ? [file, map] : [file];
  await watchFiles(files);
  return components.get(file, async () => {
    const sourceMap = files.length > 1 ? rootSourceMap(await readFile(map, "utf8"), dirname(file)) : undefined;
    return { value: { component: await readFile(file), sourceMap }, files };
  });
}
