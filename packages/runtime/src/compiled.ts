import { hasMemory, withLimits } from "./core-limits.ts";
import { LoadError } from "./load-error.ts";
import type { Transpiled } from "./transpile.ts";

/** The functions and interfaces that an instance exports, by their names in JavaScript. */
export type ExportsObject = Readonly<Record<string, unknown>>;

/** A component compiled once, to be instantiated as often as needed. */
export interface Compiled {
  readonly imports: readonly string[];
  instantiate(imports: object): Promise<ExportsObject>;
}

interface Glue {
  instantiate(
    getCoreModule: (name: string) => WebAssembly.Module,
    imports: object,
    instantiateCore: (module: WebAssembly.Module, imports: WebAssembly.Imports) => Promise<WebAssembly.Instance>,
  ): Promise<ExportsObject>;
}

/** @param memoryBytesMax most bytes that the memories of an instance may grow to, all together. */
export async function compile({ glue, modules, imports }: Transpiled, memoryBytesMax: number): Promise<Compiled> {
  const [{ instantiate }, compiled] = await Promise.all([importGlue(glue), compileModules(modules, memoryBytesMax)]);
  return {
    imports,
    instantiate: (object) => instantiate((name) => moduleNamed(compiled, name), object, instantiateOnce()),
  };
}

/** As a data URL the glue needs no file, in Node and in a browser, and the engine's own module cache keeps one copy per content. */
async function importGlue(glue: string): Promise<Glue> {
  return await import(/* @vite-ignore */ `data:text/javascript;charset=utf-8,${encodeURIComponent(glue)}`);
}

async function compileModules(
  modules: Transpiled["modules"],
  memoryBytesMax: number,
): Promise<Map<string, WebAssembly.Module>> {
  const memories = Object.values(modules).filter(hasMemory).length;
  const share = memoryBytesMax / Math.max(1, memories);
  const compiling = Object.entries(modules).map(
    async ([name, bytes]): Promise<[string, WebAssembly.Module]> => [name, await compileLimited(bytes, share)],
  );
  return new Map(await Promise.all(compiling));
}

async function compileLimited(bytes: Uint8Array, memoryBytesMax: number): Promise<WebAssembly.Module> {
  return WebAssembly.compile(withLimits(bytes, memoryBytesMax) as Uint8Array<ArrayBuffer>);
}

function moduleNamed(modules: Map<string, WebAssembly.Module>, name: string): WebAssembly.Module {
  const module = modules.get(name);
  if (module === undefined)
    throw new Error(`the glue asks for the core module ${name}, which the component does not have`);
  return module;
}

/** Instantiates each core module of a component once: each further time would be memory that no limit counts. */
function instantiateOnce(): (
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
) => Promise<WebAssembly.Instance> {
  const done = new Set<WebAssembly.Module>();
  return async (module, imports) => {
    if (done.has(module)) throw new LoadError("unsupported", "the component instantiates a core module twice");
    done.add(module);
    return WebAssembly.instantiate(module, imports);
  };
}
