import { createHash } from "node:crypto";
import { join } from "node:path";
import type { BuildRequest } from "../componentize-js/build-request.ts";
import { toolVersion } from "../componentize-js/toolkit.ts";
import { keep, readKept } from "./kept-build.ts";
import { type BuildOutcome, runBuild } from "./run-build.ts";

/** Counted up when this package builds another component out of the same request. */
const REVISION = 1;

/**
 * Builds a component unless the folder has the one that the same code, WIT and features made before. What fails is not
 * kept.
 *
 * The folder saves time and is never in the way: what was damaged in it is built again, and so is what cannot be kept
 * in it.
 */
export async function runBuildCached(request: BuildRequest, folder: string): Promise<BuildOutcome> {
  const key = createHash("sha256")
    .update(JSON.stringify([await toolVersion(), REVISION, request]))
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
