import { bundle } from "../bundle/bundle.ts";
import { BundleTrace } from "../bundle/trace.ts";
import { emptyImports, TRAP_MARK, TRAP_PRELUDE } from "../bundle/trap-finder.ts";
import type { BuildFailure, BuildRequest } from "../componentize-js/build-request.ts";
import { withAdvice } from "../errors/advice.ts";
import { ComponentizeError } from "../errors/componentize-error.ts";
import { type MissingExport, missingExportError, topLevelError } from "../errors/entry-error.ts";
import { displayPath } from "../errors/location.ts";
import type { World } from "../wit/wit-world.ts";
import { runBuild } from "./run-build.ts";

/** A build that failed, with all that helps to find out why. */
export interface FailedBuild {
  readonly reply: BuildFailure;
  readonly entry: string;
  readonly world: World;
  readonly conditions: readonly string[];
  readonly sourceMap: string;
  readonly request: BuildRequest;
}

/** The error for what the engine said, in the words of the user's own files. */
export async function buildError(build: FailedBuild): Promise<ComponentizeError> {
  const trace = new BundleTrace(build.sourceMap, build.entry);
  return (
    missingExport(build) ??
    missingImport(build, trace) ??
    thrown(build, trace) ??
    (await trapped(build)) ??
    unfinished(build) ??
    new ComponentizeError("toolchain", `componentize-js failed: ${build.reply.failure}`)
  );
}

/** `"component.js" does not export a "example:counter/api" myGet function as expected by the world.` */
function missingExport({ reply, entry, world }: FailedBuild): ComponentizeError | undefined {
  const match = /does not export a "([^"]+)" (?:(\S+) )?(function|interface|resource) as expected by the world/.exec(
    reply.failure,
  );
  if (!match) return undefined;
  const [, path = "", member, kind] = match;
  // One of the words of the pattern.
  return missingExportError({ entry, world: world.name, path, member, kind: kind as MissingExport["kind"] });
}

/** A name that the bundler cannot check, since the module that should have it is the host's. */
function missingImport({ reply }: FailedBuild, trace: BundleTrace): ComponentizeError | undefined {
  const name = /doesn't provide an export named: '([^']+)'/.exec(reply.failure)?.[1];
  if (name === undefined) return undefined;
  const problem = `"${name}" is not among the functions that the WIT interface has`;
  return new ComponentizeError("unresolved-import", problem, { location: trace.locateWord(name) });
}

/** An exception: its text follows the position, its stack trace comes after that. */
function thrown({ reply }: FailedBuild, trace: BundleTrace): ComponentizeError | undefined {
  const report = reportOf(reply.failure);
  if (report === undefined) return undefined;
  const message = (report.split("\n")[0] ?? "").replace(/^component\.js:(\d+:\d+)? ?/, "").replace(/:$/, "");
  const location = trace.locate(report.split("Stack:\n")[1] ?? report);
  if (message.startsWith("SyntaxError: ")) return new ComponentizeError("syntax", withAdvice(message), { location });
  return topLevelError(withAdvice(message), location);
}

function reportOf(failure: string): string | undefined {
  return failure.split("Exception while evaluating top-level script\n")[1];
}

/**
 * Something that ended the engine. The same build, with whatever could do that made to throw, tells where it was
 * called.
 */
async function trapped(build: FailedBuild): Promise<ComponentizeError | undefined> {
  const { trap } = build.reply;
  if (trap === undefined) return undefined;
  const { entry, world, conditions, request } = build;
  const imports = emptyImports(world.imports);
  const output = { intro: TRAP_PRELUDE };
  const { code, sourceMap } = await bundle({ entry, world, conditions, imports, isLenient: true, output });
  const { reply } = await runBuild({ ...request, code });
  const report = ("failure" in reply ? reportOf(reply.failure) : undefined) ?? "";
  const location = new BundleTrace(sourceMap, entry).locate(report.split("Stack:\n")[1] ?? report);
  return topLevelError(`${trappedCall(trap, report)} cannot be called at build time`, location);
}

/** Names the call that ended the engine: a global, found by the second build, or an import, found by the first. */
function trappedCall(trap: NonNullable<BuildFailure["trap"]>, report: string): string {
  const global = report.split(TRAP_MARK)[1]?.split("\n")[0];
  if (global !== undefined) return global;
  const { from, name } = trap;
  if (name === undefined) return "something that the top level calls";
  return from === "$root" ? `"${name}"` : `"${name}" of ${from}`;
}

/** Exports that are still unset after the top level was run mean that it waits for something. */
function unfinished({ reply, entry }: FailedBuild): ComponentizeError | undefined {
  const name = /can't access lexical declaration '([^']+)' before initialization/.exec(reply.failure)?.[1];
  if (name === undefined) return undefined;
  const problem = `${displayPath(entry)} never gets as far as "${name}": an await before it waits for what cannot happen at build time`;
  return new ComponentizeError("top-level", problem);
}
