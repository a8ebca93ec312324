import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of the components that the tests run, each in `NAME.wasm`. */
    fixturesFolder: string;
    /** File of the probe component. */
    probeComponent: string;
    /** Folder in which the tests keep transpiled components. */
    transpiledFolder: string;
  }
}

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Builds the components for the tests before any of them runs, in a process of its own, as users do. */
export function setup(project: TestProject): void {
  const folder = at("../../../.cache/fixtures");
  mkdirSync(folder, { recursive: true });
  execFileSync(process.execPath, ["--conditions=@airssys/source", at("./fixtures/build.ts"), folder], {
    stdio: "inherit",
  });
  project.provide("fixturesFolder", folder);
  project.provide("probeComponent", `${folder}/probe.wasm`);
  project.provide("transpiledFolder", at("../../../.cache/transpiled"));
}
