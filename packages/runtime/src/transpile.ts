import { withLeanImports } from "./lean-imports.ts";
import { LoadError } from "./load-error.ts";

/** A component turned into what a JavaScript engine runs: core modules and the glue that joins them. */
export interface Transpiled {
  /** The glue, an ES module that exports `instantiate`. */
  readonly glue: string;
  /** Core WebAssembly modules by the names that the glue uses. */
  readonly modules: Readonly<Record<string, Uint8Array>>;
  /** Names of the imported interfaces, with the versions of those of which a function is imported. */
  readonly imports: readonly string[];
}

/**
 * Changes with every change of what {@link transpile} makes of the same component: the version of jco that generates the glue, and of what is
 * done to it afterwards. Part of the key under which results are cached.
 */
export const TRANSPILER = "jco-transpile@0.15.0 glue@3";

/** @throws LoadError `not-a-component` */
export async function transpile(component: Uint8Array): Promise<Transpiled> {
  // Loaded when first needed: it is a compiler, and a cache may make it unnecessary.
  const { $init, generate } = await import("@bytecodealliance/jco-transpile/component");
  await $init;
  try {
    const { files, imports } = generate(component, {
      name: "component",
      instantiation: { tag: "async" },
      noTypescript: true,
      noNodejsCompat: true,
    });
    const { glue = new Uint8Array(), ...modules } = Object.fromEntries(
      files.map(([name, bytes]) => [partName(name), bytes]),
    );
    const text = new TextDecoder().decode(glue);
    return { glue: finished(text), modules, imports: withVersions(imports, text) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LoadError("not-a-component", `cannot read the component: ${reason}`, { cause });
  }
}

function partName(file: string): string {
  return file.endsWith(".js") ? "glue" : file;
}

/** The generator tells the names of imported interfaces alone; the versions stand beside the functions in the glue. */
function withVersions(imports: readonly string[], glue: string): string[] {
  const versioned = new Set(Array.from(glue.matchAll(/\.fnName = '([^'#]+)#/g), ([, name = ""]) => name));
  const bare = imports.filter((name) => ![...versioned].some((each) => each === name || each.startsWith(`${name}@`)));
  return [...versioned, ...bare];
}

function finished(glue: string): string {
  const lean = withLeanImports(withoutDebugLog(withExactText(glue)), (name) => ANSWERS_AT_ONCE.test(name));
  // Without a name of its own, each frame of a stack trace would carry the whole module, as the data URL that it is loaded from.
  return `${lean}\n//# sourceURL=airssys:glue.js\n`;
}

/**
 * The generated glue reads the guest's strings with a decoder that leaves out a U+FEFF at the beginning and repairs what is not UTF-8: two keys of a
 * guest would become one. The component model knows neither.
 */
function withExactText(glue: string): string {
  const exact = glue.replace(
    LENIENT_DECODER,
    'const TEXT_DECODER_UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });',
  );
  if (exact === glue && glue.includes("TEXT_DECODER_UTF8"))
    throw new Error("the glue decodes text in a way that this runtime does not know");
  return exact;
}

const LENIENT_DECODER = "const TEXT_DECODER_UTF8 = new TextDecoder();";

/** Functions that answer at once and take no resource. */
const ANSWERS_AT_ONCE =
  /^(?:airssys:wasm\/|wasi:random\/|wasi:clocks\/wall-clock@|wasi:clocks\/monotonic-clock@[^#]*#now$)/;

/**
 * The generated glue asks `process.env` at every step of every host call whether to print what it does, which costs about 3 µs a call in
 * Node. Nothing prints here.
 */
function withoutDebugLog(glue: string): string {
  return glue.replace("if (!globalThis?.process?.env?.JCO_DEBUG) { return; }", "return;");
}
