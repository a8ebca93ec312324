import { createHash } from "node:crypto";
import { join } from "node:path";
import type { BuildRequest } from "./build-message.ts";
import { keep, readKept } from "./kept-build.ts";
import { type BuildOutcome, runBuild } from "./run-build.ts";

/** Changes when another engine, or another way to use it, would build another component out of the same request. */
const BUILDER =
  "componentize-js@0.23.0 with numbers as they are, causes, values of their types, numbers for bigints, and errors of the guest";

/**
 * Builds a component unless the folder has the one that the same code, WIT and features made before. What fails is not
 * kept.
 *
 * The folder saves time and is never in the way: what was damaged in it is built again, and so is what cannot be kept
 * in it.
 */
export async function runBuildCached(request: BuildRequest, folder: string): Promise<BuildOutcome> {
  const key = createHash("sha256")
    .update(JSON.stringify([BUILDER, request]))
    .digest("hex");
  const file = join(folder, `${key}.component`);
  const kept = await readKept(file);
  if (kept !== undefined) return { reply: { component: kept.component }, output: kept.output };
  const outcome = await runBuild(request);
  if ("component" in outcome.reply) {
    const build = { component: outcome.reply.component, output: outcome.output };
    await keep(file, build).catch(() => undefined); // there is a component all the same
  }
  return outcome;
}
