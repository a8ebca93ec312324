import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildRequest } from "./build-message.ts";
import { type BuildOutcome, runBuild } from "./run-build.ts";

/** Changes when another engine, or another way to use it, would build another component out of the same request. */
const BUILDER = "componentize-js@0.23.0";

/**
 * Builds a component unless the folder has the one that the same code, WIT and features made before. What fails is not kept.
 *
 * An entry appears whole or not at all: it is written beside and then renamed.
 */
export async function runBuildCached(request: BuildRequest, folder: string): Promise<BuildOutcome> {
  const key = createHash("sha256")
    .update(JSON.stringify([BUILDER, request]))
    .digest("hex");
  const [componentFile, outputFile] = [join(folder, `${key}.wasm`), join(folder, `${key}.txt`)];
  const kept = await readKept(componentFile, outputFile);
  if (kept !== undefined) return kept;
  const outcome = await runBuild(request);
  if ("component" in outcome.reply) {
    await mkdir(folder, { recursive: true });
    await writeWhole(outputFile, outcome.output);
    await writeWhole(componentFile, outcome.reply.component); // last: an entry is there once its component is
  }
  return outcome;
}

async function readKept(componentFile: string, outputFile: string): Promise<BuildOutcome | undefined> {
  const component = await readFile(componentFile).catch(() => undefined); // not kept yet
  return component && { reply: { component }, output: await readFile(outputFile, "utf8") };
}

async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  await writeFile(beside, content);
  await rename(beside, file);
}
