import { withMemoryLimit } from "./memory-limit.ts";
import type { Transpiled } from "./transpile.ts";

/** The functions and interfaces that an instance exports, by their names in JavaScript. */
export type ExportsObject = Readonly<Record<string, unknown>>;

/** A component compiled once, to be instantiated as often as needed. */
export interface Compiled {
  readonly imports: readonly string[];
  instantiate(imports: object): Promise<ExportsObject>;
}

interface Glue {
  instantiate(getCoreModule: (name: string) => WebAssembly.Module, imports: object): Promise<ExportsObject>;
}

/** @param memoryBytesMax most bytes that the memory of an instance may grow to. */
export async function compile({ glue, modules, imports }: Transpiled, memoryBytesMax: number): Promise<Compiled> {
  const [{ instantiate }, compiled] = await Promise.all([importGlue(glue), compileModules(modules, memoryBytesMax)]);
  return { imports, instantiate: (object) => instantiate((name) => moduleNamed(compiled, name), object) };
}

/** As a data URL the glue needs no file, in Node and in a browser, and the engine's own module cache keeps one copy per content. */
async function importGlue(glue: string): Promise<Glue> {
  return await import(/* @vite-ignore */ `data:text/javascript;charset=utf-8,${encodeURIComponent(glue)}`);
}

async function compileModules(
  modules: Transpiled["modules"],
  memoryBytesMax: number,
): Promise<Map<string, WebAssembly.Module>> {
  const compiling = Object.entries(modules).map(
    async ([name, bytes]): Promise<[string, WebAssembly.Module]> => [
      name,
      await WebAssembly.compile(withMemoryLimit(bytes, memoryBytesMax) as Uint8Array<ArrayBuffer>),
    ],
  );
  return new Map(await Promise.all(compiling));
}

function moduleNamed(modules: Map<string, WebAssembly.Module>, name: string): WebAssembly.Module {
  const module = modules.get(name);
  if (module === undefined)
    throw new Error(`the glue asks for the core module ${name}, which the component does not have`);
  return module;
}
