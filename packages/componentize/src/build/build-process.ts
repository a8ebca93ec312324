// The process in which one component is built; started by `run-build.ts`.
//
// A build blocks its thread for seconds, takes 700 MB, and lets the component under construction write to the standard
// output. None of this reaches the program that asked.
import type { BuildReply, BuildRequest } from "../componentize-js/build-request.ts";
import { findUndeclaredDependency } from "../componentize-js/undeclared-dependency.ts";

findUndeclaredDependency();

process.once("message", (request: BuildRequest) => void answer(request));

async function answer(request: BuildRequest): Promise<void> {
  process.send?.(await build(request), () => process.disconnect());
}

async function build(request: BuildRequest): Promise<BuildReply> {
  try {
    const { buildComponent } = await import("../componentize-js/build-component.ts");
    return await buildComponent(request);
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
