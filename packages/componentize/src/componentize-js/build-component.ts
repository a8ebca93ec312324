import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { componentNew, metadataAdd } from "@bytecodealliance/jco-transpile/wasm-tools";
import type { BuildReply, BuildRequest } from "./build-request.ts";
import { correctBindings } from "./correct-bindings.ts";
import { engineEnvironment } from "./engine-environment.ts";
import { runEngine } from "./run-engine.ts";
import { loadSplicer, readAdapter, readEngine, toolVersion } from "./toolkit.ts";

/**
 * Builds a component from a bundled module: fits the engine to the world, runs the module in it, and wraps the engine
 * with the memory that the module left.
 *
 * Takes 3 s and 700 MB. The module's standard output is that of the process.
 *
 * @throws Error if the WIT makes no sense, or the tool is not the one that this package knows
 */
export async function buildComponent(request: BuildRequest): Promise<BuildReply> {
  const { wit, world, features, sourceName, code } = request;
  const splicer = await loadSplicer();
  const spliced = splicer.spliceBindings(await readEngine(), features, wit, undefined, world, false);
  const bindings = correctBindings(spliced.jsBindings, request.border);
  const environment = engineEnvironment(spliced, sourceName, features);
  const folder = await mkdtemp(join(tmpdir(), "engine-"));
  const run = await runEngine({ wasm: spliced.wasm, bindings, code, sourceName, environment, folder });
  await rm(folder, { recursive: true });
  if (!(run instanceof Uint8Array)) return run;
  const module = splicer.stubWasi(run, features, wit, undefined, world);
  return { component: await wrapped(module) };
}

/** The core module as a component, which says what it was made by. */
async function wrapped(module: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const component = await componentNew(module, [["wasi_snapshot_preview1", await readAdapter()]]);
  return metadataAdd(component, [
    ["language", [["JavaScript", ""]]],
    ["processed-by", [["ComponentizeJS", await toolVersion()]]],
  ]);
}
