// componentize-js 0.23 is a JavaScript engine compiled to WebAssembly, a splicer that fits the engine to a WIT world,
// and a program that runs both. The program starts wizer, a native tool that compiles the whole engine (10 s of CPU
// time for each world) to run it once. So a build takes the engine and the splicer from the package and does the rest
// itself (`build-component.ts`).
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { Feature } from "./build-request.ts";
import { withRoom } from "./roomy-memory.ts";

/** Parameters and result of a core function, as the engine wants to know them. */
export interface CoreFunction {
  readonly params: readonly string[];
  readonly ret?: string;
  readonly retptr: boolean;
  readonly retsize: number;
  readonly paramptr: boolean;
}

/** An engine for one world, and the script that connects the world to a module. */
export interface SplicedEngine {
  readonly wasm: Uint8Array;
  readonly jsBindings: string;
  readonly exports: readonly (readonly [name: string, type: CoreFunction])[];
  readonly imports: readonly (readonly [from: string, name: string, parameters: number])[];
}

/** The functions of the splicer. `wit` is text; `path` stays undefined. */
export interface Splicer {
  spliceBindings(
    engine: Uint8Array,
    features: readonly Feature[],
    wit: string,
    path: undefined,
    world: string,
    debug: boolean,
  ): SplicedEngine;
  stubWasi(
    module: Uint8Array,
    features: readonly Feature[],
    wit: string,
    path: undefined,
    world: string,
  ): Uint8Array<ArrayBuffer>;
}

const PROGRAM = import.meta.resolve("@bytecodealliance/componentize-js");

/** Version of the installed componentize-js. */
export async function toolVersion(): Promise<string> {
  const manifest: { readonly version: string } = JSON.parse(
    await readFile(new URL("../package.json", PROGRAM), "utf8"),
  );
  return manifest.version;
}

/** The JavaScript engine, as a core module that no world is spliced into. */
export function readEngine(): Promise<Uint8Array> {
  return readFile(new URL("../lib/starlingmonkey_embedding.wasm", PROGRAM));
}

/** The adapter that turns imports of WASI preview 1 into those of preview 2. */
export function readAdapter(): Promise<Uint8Array> {
  const jco = createRequire(PROGRAM).resolve("@bytecodealliance/jco");
  return readFile(new URL("../lib/wasi_snapshot_preview1.reactor.wasm", pathToFileURL(jco)));
}

/** Loads the splicer. It needs the dependency that `findUndeclaredDependency` finds. */
export async function loadSplicer(): Promise<Splicer> {
  const url = new URL("../lib/spidermonkey-embedding-splicer.js", PROGRAM).href;
  const { splicer }: { readonly splicer: Splicer } = await withRoom(() => import(url));
  return splicer;
}
