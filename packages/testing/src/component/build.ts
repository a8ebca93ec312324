import { readFile } from "node:fs/promises";
import type { ComponentizeErrorCode, ComponentizeOptions } from "@airssys/componentize";
import { watchFiles } from "../watching/watcher.ts";
import { type Made, WhileUnchanged } from "./while-unchanged.ts";

/** What a component is built from, by absolute paths. */
export type BuildSource = Required<Pick<ComponentizeOptions, "entry" | "wit" | "conditions" | "cacheFolder">> &
  Pick<ComponentizeOptions, "world" | "features">;

/** What came of a build, and of which files. */
type Built = { readonly files: readonly string[] } & (
  | { readonly component: Uint8Array }
  | { readonly failure: unknown }
);

const builds = new WhileUnchanged<Built>();
const components = new WhileUnchanged<Uint8Array>();

/**
 * The component of an entry, built once in this process as long as none of its files changes, also in vain. The folder
 * keeps it for other processes, by content.
 *
 * @throws ComponentizeError
 */
export async function builtComponent(source: BuildSource): Promise<Uint8Array> {
  await watchFiles([source.entry]);
  const built = await builds.get(JSON.stringify(source), () => build(source));
  await watchFiles(built.files);
  if ("failure" in built) throw built.failure;
  return built.component;
}

async function build(source: BuildSource): Promise<Made<Built>> {
  // Loaded when first needed: in mock mode, or for what was built before, there is no compiler to wait for.
  const { componentize } = await import("@airssys/componentize");
  try {
    const { component, files } = await componentize(source);
    const all = [source.wit, ...files];
    return { value: { component, files: all }, files: all };
  } catch (failure) {
    const files = await filesOfFailure(source, failure);
    return { value: { failure, files }, files };
  }
}

/**
 * Faults of the module itself that show after seconds, when it is run. Others are found at once, or may be over by the
 * next time.
 */
const LASTING: readonly ComponentizeErrorCode[] = ["top-level", "missing-export"];

/** @throws the failure, if it may be another one next time */
async function filesOfFailure(source: BuildSource, failure: unknown): Promise<readonly string[]> {
  const { ComponentizeError } = await import("@airssys/componentize");
  if (!(failure instanceof ComponentizeError && LASTING.includes(failure.code))) throw failure;
  const { contractFunctions, guestScript, guestWorld } = await import("@airssys/componentize/script");
  const { entry, wit, conditions } = source;
  try {
    const world = await guestWorld(wit, source.world);
    const { files } = await guestScript({ entry, world, functions: await contractFunctions(), conditions });
    return [wit, ...world.files, ...files];
  } catch {
    throw failure;
  }
}

/** The bytes of a component that was built. */
export async function readComponent(file: string): Promise<Uint8Array> {
  await watchFiles([file]);
  return components.get(file, async () => ({ value: await readFile(file), files: [file] }));
}
