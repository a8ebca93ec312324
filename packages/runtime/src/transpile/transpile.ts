import type { Host } from "@airssys/host";
import { requireContract } from "../declared/contract.ts";
import { type DeclaredInterface, declaredImports } from "../declared/declared-imports.ts";
import { exportedNames } from "../declared/exported-names.ts";
import { isWasi } from "../declared/offered.ts";
import { LoadError } from "../load-error.ts";
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
export const TRANSPILER = "jco-transpile@0.15.0 glue@8";

/** How a host answers: at once or with promises. */
export type HostMode = Host["mode"];

/**
 * Makes one of the two builds of a component: for a host that answers at once, or for one whose promises the component waits for through JSPI.
 *
 * @throws LoadError `not-a-component`, `incompatible-import`, `unsupported`
 */
export async function transpile(component: Uint8Array, mode: HostMode): Promise<Transpiled> {
  // Loaded when first needed: it is a compiler, and a cache may make it unnecessary.
  const { $init, generate } = await import("@bytecodealliance/jco-transpile/component");
  await $init;
  return readable(() => {
    const imports = declaredImports(component);
    const { files } = generate(component, {
      name: "component",
      instantiation: { tag: "async" },
      noTypescript: true,
      noNodejsCompat: true,
      asyncMode: mode === "sync" ? { tag: "sync" } : { tag: "jspi", val: suspending(component, imports) },
    });
    requireContract(imports);
    const { glue, ...modules } = Object.fromEntries(files.map(([name, bytes]) => [partName(name), bytes]));
    return { glue: finishedGlue(new TextDecoder().decode(glue)), modules, imports: [...imports.keys()] };
  });
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
