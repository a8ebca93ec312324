import { type ExportsObject, functionsByPath } from "../call/export-path.ts";
import type { GuestFunction } from "../call/guest-function.ts";
import { LoadError } from "../errors/load-error.ts";
import type { ImportedInterfaces } from "../imports/imported-interfaces.ts";
import type { WasiImports } from "../imports/wasi/wasi.ts";
import type { BucketNames } from "../imports/wasi-keyvalue/bucket-names.ts";
import { keyvalueImports } from "../imports/wasi-keyvalue/keyvalue.ts";
import { limitModules } from "../transpile/core-limits.ts";
import type { Transpiled } from "../transpile/transpile.ts";
import { LiftMeter } from "./lift-meter.ts";

/** A compiled component in a form that can be posted to another thread: the glue and the core modules. */
export interface GuestCode {
  readonly glue: string;
  readonly modules: ReadonlyMap<string, WebAssembly.Module>;
  /** Names of its imports, with versions. */
  readonly imports: readonly string[];
  /** Most bytes that all of its memories together may grow to. */
  readonly memoryBytesMax: number;
}

/**
 * Makes an instance of a component with host functions and WASI. Returns its exports by path. Can be called many times.
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

/** Compiled code, for as long as its source is in use: a cache in memory returns the same object again. */
const compiled = new WeakMap<Transpiled, Map<number, Promise<GuestCode>>>();

/**
 * Compiles a component, or returns what was compiled before for the same limit.
 *
 * @param memoryBytesMax most bytes that all memories of an instance together may grow to.
 */
export function compileGuest(transpiled: Transpiled, memoryBytesMax: number): Promise<GuestCode> {
  const known = compiled.get(transpiled) ?? new Map<number, Promise<GuestCode>>();
  const code = known.get(memoryBytesMax) ?? compile(transpiled, memoryBytesMax);
  known.set(memoryBytesMax, code);
  code.catch(() => known.delete(memoryBytesMax)); // it may have failed for lack of memory
  compiled.set(transpiled, known);
  return code;
}

/** @throws LoadError `unsupported`, `not-a-component` */
async function compile({ glue, modules, imports }: Transpiled, memoryBytesMax: number): Promise<GuestCode> {
  const limited = Array.from(limitModules(modules, memoryBytesMax));
  const compiling = limited.map(async ([name, bytes]): Promise<[string, WebAssembly.Module]> => {
    return [name, await WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>)]; // the buffer is not shared
  });
  try {
    return { glue, modules: new Map(await Promise.all(compiling)), imports, memoryBytesMax };
  } catch (cause) {
    // The engine throws CompileError: the bytes are not a module.
    if (!(cause instanceof Error && cause.name === "CompileError")) throw cause;
    const message = cause.message.slice(0, MESSAGE_CHARACTERS_MAX);
    throw new LoadError("not-a-component", `a core module of the component cannot be compiled: ${message}`, { cause });
  }
}

/** Most characters of the engine's message, which repeats names of the module. */
const MESSAGE_CHARACTERS_MAX = 500;

/**
 * Loads the glue from a data URL: it needs no file, in Node or a browser, and the engine's module cache keeps one copy
 * per content.
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

/** Instantiates each core module at most once: a second instance would have memory that no limit counts. */
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
