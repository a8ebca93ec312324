// The process in which one component is built; started by `run-build.ts`.
//
// componentize-js blocks its thread for seconds, takes 700 MB, lets the component under construction write to the
// standard output, leaves files in the temporary folder when it fails, and stumbles over some working directories. None
// of this reaches the program that asked.
import { correctBindings } from "./bindings.ts";
import type { BuildReply, BuildRequest } from "./build-message.ts";
import { findUndeclaredDependency } from "./undeclared-dependency.ts";

findUndeclaredDependency();

process.once("message", (request: BuildRequest) => void answer(request));

async function answer(request: BuildRequest): Promise<void> {
  process.send?.(await build(request), () => process.disconnect());
}

async function build({ code, border, wit, world, sourceName, disableFeatures }: BuildRequest): Promise<BuildReply> {
  try {
    correctBindings(border);
    const { componentize } = await import("@bytecodealliance/componentize-js"); // by now it finds what it needs
    // The signature that takes WIT as text wants no other options than these, but its type asks for a path.
    const options = { sourcePath: undefined, worldName: world, sourceName, disableFeatures: [...disableFeatures] };
    const { component } = await componentize(code, wit, options as never);
    return { component };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
