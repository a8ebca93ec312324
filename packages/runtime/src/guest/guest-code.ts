import { type ExportsObject, functionsByPath } from "../call/export-path.ts";
import type { GuestFunction } from "../call/guest-function.ts";
import { LoadError } from "../errors/load-error.ts";
import type { ImportedInterfaces } from "../imports/imported-interfaces.ts";
import type { WasiImports } from "../imports/wasi/wasi.ts";
import type { BucketNames } from "../imports/wasi-keyvalue/bucket-names.ts";
import { keyvalueImports } from "../imports/wasi-keyvalue/keyvalue.ts";
import { limitedModules } from "../transpile/core-limits.ts";
import type { Transpiled } from "../transpile/transpile.ts";
import { LiftMeter } from "./lift-meter.ts";

/** A component compiled once, in a form that can be posted to another thread: the glue, and the core modules. */
export interface GuestCode {
  readonly glue: string;
  readonly modules: ReadonlyMap<string, WebAssembly.Module>;
  /** Names of what it imports, with versions. */
  readonly imports: readonly string[];
  /** Most bytes that its memories may grow to, all together. */
  readonly memoryBytesMax: number;
}

/**
 * Makes an instance of one component, as often as wanted, with functions of the host and of WASI. Answers what it
 * exports, by the paths of calls.
 */
export type Instantiate = (
  imports: ImportedInterfaces,
  wasi: WasiImports,
  buckets: BucketNames | undefined,
) => Promise<ReadonlyMap<string, GuestFunction>>;

interface Glue {
  instantiate(
    getCoreModule: (name: string) => WebAssembly.Module,
    imports: object,
    instantiateCore: (module: WebAssembly.Module, imports: WebAssembly.Imports) => Promise<WebAssembly.Instance>,
    meter: LiftMeter,
  ): Promise<{ readonly airssys$exports: ExportsObject }>;
}

/**
 * What was compiled, for as long as what it was made of is in use: a cache that keeps things in memory answers with the
 * same again.
 */
const compiled = new WeakMap<Transpiled, Map<number, Promise<GuestCode>>>();

/** @param memoryBytesMax most bytes that the memories of an instance may grow to, all together. */
export function compileGuest(transpiled: Transpiled, memoryBytesMax: number): Promise<GuestCode> {
  const known = compiled.get(transpiled) ?? new Map<number, Promise<GuestCode>>();
  const code = known.get(memoryBytesMax) ?? compile(transpiled, memoryBytesMax);
  known.set(memoryBytesMax, code);
  code.catch(() => known.delete(memoryBytesMax)); // it may have been for lack of memory
  compiled.set(transpiled, known);
  return code;
}

/** @throws LoadError `unsupported`, `not-a-component` */
async function compile({ glue, modules, imports }: Transpiled, memoryBytesMax: number): Promise<GuestCode> {
  const limited = Array.from(limitedModules(modules, memoryBytesMax));
  const compiling = limited.map(async ([name, bytes]): Promise<[string, WebAssembly.Module]> => {
    return [name, await WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>)]; // not shared
  });
  try {
    return { glue, modules: new Map(await Promise.all(compiling)), imports, memoryBytesMax };
  } catch (cause) {
    // Of the engine: the bytes are no module.
    if (!(cause instanceof Error && cause.name === "CompileError")) throw cause;
    const message = cause.message.slice(0, MESSAGE_CHARACTERS_MAX);
    throw new LoadError("not-a-component", `a core module of the component cannot be compiled: ${message}`, { cause });
  }
}

/** Most characters of what the engine says of a module: it repeats names of the module. */
const MESSAGE_CHARACTERS_MAX = 500;

/**
 * As a data URL the glue needs no file, in Node and in a browser, and the engine's own module cache keeps one copy per
 * content.
 */
export async function instantiator({ glue, modules, imports: names, memoryBytesMax }: GuestCode): Promise<Instantiate> {
  const url = `data:text/javascript;charset=utf-8,${encodeURIComponent(glue)}`;
  const { instantiate }: Glue = await import(/* @vite-ignore */ url);
  return async (imports, wasi, buckets = []) => {
    const all = { ...wasi, ...imports, ...keyvalueImports(names, imports, buckets) };
    const meter = new LiftMeter(memoryBytesMax);
    const made = await instantiate((name) => moduleNamed(modules, name), all, instantiateOnce(), meter);
    return functionsByPath(made.airssys$exports, () => meter.begin());
  };
}

function moduleNamed(modules: GuestCode["modules"], name: string): WebAssembly.Module {
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
