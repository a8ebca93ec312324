import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { WASI } from "node:wasi";
import type { BuildFailure } from "./build-request.ts";
import { type EngineExports, globalValues, observable, takeSnapshot } from "./snapshot.ts";

/** A spliced engine and the scripts that it is to run. */
export interface EngineRun {
  readonly wasm: Uint8Array;
  readonly bindings: string;
  readonly code: string;
  /** Name of the code in stack traces. */
  readonly sourceName: string;
  readonly environment: Readonly<Record<string, string>>;
  /** An empty folder for the files of the run. */
  readonly folder: string;
}

const BINDINGS_NAME = "bindings.js";

/** Why the engine cannot be used although the module ran, by what its `check_init` returns. */
const PROBLEMS: ReadonlyMap<number, string> = new Map([
  [1, "Unable to extract expected exports list"],
  [2, "Unable to parse the core ABI export types"],
]);

/** A call that cannot work at build time, since there is no host yet. */
class ImportCalled extends Error {
  readonly call: { readonly from: string; readonly name: string };

  constructor(from: string, name: string) {
    super(`the import "${name}" of ${from} was called at build time`);
    this.call = { from, name };
  }
}

/**
 * Runs the top level of a module in the engine, and returns the engine as a module whose memory is as it was left.
 *
 * The module's standard output is that of the process. It can read the files of the run and nothing else.
 */
export async function runEngine(run: EngineRun): Promise<Uint8Array | BuildFailure> {
  const files = join(run.folder, "files");
  const errorFile = join(run.folder, "stderr");
  await mkdir(files);
  await writeFile(join(files, run.sourceName), run.code);
  await writeFile(join(files, BINDINGS_NAME), run.bindings);
  await using input = await openInput(join(run.folder, "stdin"), run.sourceName);
  await using errors = await open(errorFile, "w");
  const wasi = new WASI({
    version: "preview1",
    env: { ...run.environment },
    preopens: { "/": files },
    stdin: input.fd,
    stderr: errors.fd,
  });
  const exports = await instantiate(observable(run.wasm), wasi);
  const globals = globalValues(exports);
  wasi.initialize({ exports });
  const failure = callEngine(exports);
  if (failure !== undefined) return { ...failure, failure: `${failure.failure}${await readFile(errorFile, "utf8")}` };
  if (!isDeepStrictEqual(globalValues(exports), globals)) throw new Error("the engine changed a global");
  const module = takeSnapshot(run.wasm, new Uint8Array(exports.memory.buffer));
  const printed = (await errors.stat()).size;
  const problem = exports.check_init();
  if (problem === 0) return module;
  const reason = (await readFile(errorFile)).toString("utf8", printed);
  return { failure: `${PROBLEMS.get(problem) ?? `Unknown error during initialization: ${problem}`}\n${reason}` };
}

/** The engine reads its arguments from its standard input. */
async function openInput(file: string, sourceName: string) {
  await writeFile(file, `--initializer-script-path /${BINDINGS_NAME} --strip-path-prefix / ${sourceName}`);
  return open(file);
}

async function instantiate(bytes: Uint8Array<ArrayBuffer>, wasi: WASI): Promise<EngineExports> {
  const module = await WebAssembly.compile(bytes);
  const imports = wasi.getImportObject() as Record<string, Record<string, unknown>>;
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] ??= () => {
      throw new ImportCalled(from, name);
    };
  }
  const { exports } = await WebAssembly.instantiate(module, imports);
  return exports as EngineExports; // of the one engine that this package knows
}

/** Runs the module. A failure has what the engine did not print itself. */
function callEngine(exports: EngineExports): BuildFailure | undefined {
  try {
    exports["componentize.wizer"]();
    return undefined;
  } catch (error) {
    if (typeof error === "symbol") return { failure: "" }; // how `node:wasi` says that the engine ended itself
    if (error instanceof ImportCalled) return { failure: `${error.message}\n`, trap: error.call };
    return { failure: `the engine trapped: ${String(error)}\n`, trap: {} };
  }
}
