import type { Host } from "@airssys/host";
import { readComponent } from "../declared/component-shape.ts";
import { requireContract } from "../declared/contract.ts";
import { type DeclaredInterface, declaredImports } from "../declared/declared-imports.ts";
import { exportedNames } from "../declared/exported-names.ts";
import { functionsAmong } from "../declared/found-functions.ts";
import { LoadError } from "../errors/load-error.ts";
import { isWasi } from "../imports/wasi/is-wasi.ts";
import { componentOutline } from "../structure/component-outline.ts";
import { markIn } from "../structure/core-outline.ts";
import type { FunctionTypes } from "../types/function-types.ts";
import type { Suspending } from "./jco/generate.ts";

/** A transpiled component: core modules, and the glue that joins them. */
export interface Transpiled {
  /** The glue, an ES module that exports `instantiate`. */
  readonly glue: string;
  /** Core modules by the names that the glue uses. */
  readonly modules: Readonly<Record<string, Uint8Array>>;
  /** Names of the imports with versions, usually of interfaces. */
  readonly imports: readonly string[];
  /** The exported functions with their types. */
  readonly exports: FunctionTypes;
}

/**
 * Version of what {@link transpile} makes of a component: that of jco, which generates the glue, and that of the
 * changes made to the glue afterwards. Part of the cache key. Change it with either.
 */
export const TRANSPILER = "jco-transpile@0.15.0 glue@12";

/** The way a host answers: immediately (`sync`) or with promises (`async`). */
export type HostMode = Host["mode"];

/**
 * Transpiles a component for a host that answers immediately, or for one whose promises the component awaits through
 * JSPI.
 *
 * The tool that generates the glue sees no code of the component, and none of the names that join its core modules.
 * Callers must bound its time and memory anyway: see `contained-transpile.ts`.
 *
 * @throws LoadError `not-a-component`, `incompatible-import`, `unsupported`, `unsupported-name`
 */
export async function transpile(component: Uint8Array, mode: HostMode): Promise<Transpiled> {
  try {
    return await transpiled(component, mode);
  } catch (cause) {
    if (cause instanceof LoadError) throw cause;
    const reason = (cause instanceof Error ? cause.message : String(cause)).slice(0, REASON_CHARACTERS_MAX);
    throw new LoadError("not-a-component", `cannot read the component: ${reason}`, { cause });
  }
}

/** Most characters of a tool's message, which repeats parts of the component. */
const REASON_CHARACTERS_MAX = 500;

async function transpiled(component: Uint8Array, mode: HostMode): Promise<Transpiled> {
  const outlined = componentOutline(component);
  const { outline, modules } = outlined;
  const shape = readComponent(outline);
  const imports = declaredImports(shape);
  requireContract(imports);
  // Loaded only when needed: it is a compiler, and a component refused so far needs none.
  const { generate } = await import("./jco/generate.ts");
  const { glue, outlines } = await generate(outlined, mode === "sync" ? undefined : suspending(outline, imports));
  return {
    glue,
    modules: Object.fromEntries(Object.entries(outlines).map(([name, bytes]) => [name, wholeModule(bytes, modules)])),
    imports: [...imports.keys()],
    exports: functionsAmong(shape.exports, shape.table.types),
  };
}

/**
 * Returns the complete module of an outline. Modules that the generator adds, to join two components, are complete
 * already.
 */
function wholeModule(outline: Uint8Array, modules: readonly Uint8Array[]): Uint8Array {
  const mark = markIn(outline);
  return (mark === undefined ? undefined : modules[mark]) ?? outline;
}

/**
 * Returns the functions that may suspend a component: those of its host, and every export, since an export that runs
 * while another is suspended would work on memory that the other is changing.
 */
function suspending(component: Uint8Array, imports: ReadonlyMap<string, DeclaredInterface>): Suspending {
  const ofHost = [...imports].filter(([name]) => !isWasi(name));
  return {
    imports: ofHost.flatMap(([name, { functions }]) =>
      canBeAsync(Object.keys(functions)).map((each) => `${name}#${each}`),
    ),
    exports: canBeAsync([...exportedNames(component)]),
  };
}

/** A JavaScript constructor cannot return a promise. */
function canBeAsync(names: readonly string[]): string[] {
  return names.filter((name) => !name.startsWith("[constructor]"));
}
