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
import type { Suspending } from "./generate.ts";

/** A component turned into what a JavaScript engine runs: core modules and the glue that joins them. */
export interface Transpiled {
  /** The glue, an ES module that exports `instantiate`. */
  readonly glue: string;
  /** Core WebAssembly modules by the names that the glue uses. */
  readonly modules: Readonly<Record<string, Uint8Array>>;
  /** Names of what is imported, with versions: of interfaces, as a rule. */
  readonly imports: readonly string[];
  /** The functions that are exported, with all of their types. */
  readonly exports: FunctionTypes;
}

/**
 * Changes with every change of what {@link transpile} makes of the same component: the version of jco that generates
 * the glue, and of what is done to it afterwards. Part of the key under which results are cached.
 */
export const TRANSPILER = "jco-transpile@0.15.0 glue@12";

/** How a host answers: at once or with promises. */
export type HostMode = Host["mode"];

/**
 * Makes one of the two builds of a component: for a host that answers at once, or for one whose promises the component
 * waits for through JSPI.
 *
 * The tool that generates the glue sees no code of the component and none of the names that join its core modules.
 * Whoever calls this has to bound its time and memory all the same: see `contained-transpile.ts`.
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

/** Most characters of what a tool says of a component: it repeats parts of it. */
const REASON_CHARACTERS_MAX = 500;

async function transpiled(component: Uint8Array, mode: HostMode): Promise<Transpiled> {
  const outlined = componentOutline(component);
  const { outline, modules } = outlined;
  const shape = readComponent(outline);
  const imports = declaredImports(shape);
  requireContract(imports);
  // Loaded when first needed: it is a compiler, and what was refused so far needs none.
  const { generate } = await import("./generate.ts");
  const { glue, outlines } = await generate(outlined, mode === "sync" ? undefined : suspending(outline, imports));
  return {
    glue,
    modules: Object.fromEntries(Object.entries(outlines).map(([name, bytes]) => [name, wholeModule(bytes, modules)])),
    imports: [...imports.keys()],
    exports: functionsAmong(shape.exports, shape.table.types),
  };
}

/** The module that an outline is of; one that the generator made itself, to join two components, is whole already. */
function wholeModule(outline: Uint8Array, modules: readonly Uint8Array[]): Uint8Array {
  const mark = markIn(outline);
  return (mark === undefined ? undefined : modules[mark]) ?? outline;
}

/**
 * The functions that may suspend a component: those of its host, and with them every export, since an export that runs
 * while another is suspended works on memory that the other is in the middle of changing.
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

/** In JavaScript a constructor cannot answer a promise. */
function canBeAsync(names: readonly string[]): string[] {
  return names.filter((name) => !name.startsWith("[constructor]"));
}
