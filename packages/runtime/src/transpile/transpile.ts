import type { Host } from "@airssys/host";
import { requireContract } from "../declared/contract.ts";
import { type DeclaredInterface, declaredImports } from "../declared/declared-imports.ts";
import { exportedNames } from "../declared/exported-names.ts";
import { isWasi } from "../declared/offered.ts";
import { LoadError } from "../load-error.ts";
import { componentOutline } from "../structure/component-outline.ts";
import { markIn } from "../structure/core-outline.ts";
import { finishedGlue } from "./glue.ts";

/** A component turned into what a JavaScript engine runs: core modules and the glue that joins them. */
export interface Transpiled {
  /** The glue, an ES module that exports `instantiate`. */
  readonly glue: string;
  /** Core WebAssembly modules by the names that the glue uses. */
  readonly modules: Readonly<Record<string, Uint8Array>>;
  /** Names of what is imported, with versions: of interfaces, as a rule. */
  readonly imports: readonly string[];
}

/**
 * Changes with every change of what {@link transpile} makes of the same component: the version of jco that generates the glue, and of what is
 * done to it afterwards. Part of the key under which results are cached.
 */
export const TRANSPILER = "jco-transpile@0.15.0 glue@10";

/** How a host answers: at once or with promises. */
export type HostMode = Host["mode"];

/**
 * Makes one of the two builds of a component: for a host that answers at once, or for one whose promises the component waits for through JSPI.
 *
 * The tool that generates the glue sees no code of the component and none of the names that join its core modules. Whoever calls this has to bound its time
 * and memory all the same: see `contained-transpile.ts`.
 *
 * @throws LoadError `not-a-component`, `incompatible-import`, `unsupported`, `unsupported-name`
 */
export async function transpile(component: Uint8Array, mode: HostMode): Promise<Transpiled> {
  // Loaded when first needed: it is a compiler, and a cache may make it unnecessary.
  const { $init, generate } = await import("@bytecodealliance/jco-transpile/component");
  await $init;
  return readable(() => {
    const { outline, modules } = componentOutline(component);
    const imports = declaredImports(outline);
    const { files } = generate(outline, {
      name: "component",
      instantiation: { tag: "async" },
      noTypescript: true,
      noNodejsCompat: true,
      asyncMode: mode === "sync" ? { tag: "sync" } : { tag: "jspi", val: suspending(outline, imports) },
    });
    requireContract(imports);
    const { glue, ...outlines } = Object.fromEntries(files.map(([name, bytes]) => [partName(name), bytes]));
    return {
      glue: finishedGlue(new TextDecoder().decode(glue)),
      modules: Object.fromEntries(Object.entries(outlines).map(([name, bytes]) => [name, wholeModule(bytes, modules)])),
      imports: [...imports.keys()],
    };
  });
}

/** The module that an outline is of; one that the generator made itself, to join two components, is whole already. */
function wholeModule(outline: Uint8Array, modules: readonly Uint8Array[]): Uint8Array {
  const mark = markIn(outline);
  return (mark === undefined ? undefined : modules[mark]) ?? outline;
}

/** @throws LoadError `not-a-component` if the work fails for another reason than one that a LoadError tells. */
function readable<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof LoadError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LoadError("not-a-component", `cannot read the component: ${reason}`, { cause });
  }
}

function partName(file: string): string {
  return file.endsWith(".js") ? "glue" : file;
}

/**
 * The functions that may suspend a component: those of its host, and with them every export, since an export that runs while another is suspended
 * works on memory that the other is in the middle of changing.
 */
function suspending(
  component: Uint8Array,
  imports: ReadonlyMap<string, DeclaredInterface>,
): { imports: string[]; exports: string[] } {
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
