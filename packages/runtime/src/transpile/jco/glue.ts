import { checkedGlue } from "./glue-check.ts";
import { withLeanImports } from "./lean-imports.ts";
import { withMeteredLifts } from "./metered-lifts.ts";

/**
 * The generated glue as it is run.
 *
 * @param valuesPerUnit see {@link withMeteredLifts}.
 * @throws LoadError `unsupported-name` for a name that means something else in JavaScript
 * @throws Error if it is not what is expected of the generator
 */
export function finishedGlue(generated: string, valuesPerUnit: number): string {
  const safe = withMeteredLifts(withPlainErrors(generated), valuesPerUnit);
  const lean = withLeanImports(withoutOwnLoading(withoutDebugLog(safe)), (name) => ANSWERS_AT_ONCE.test(name));
  // Without a name of its own, each frame of a stack trace would carry the whole module, as the data URL that it is
  // loaded from.
  return `${checkedGlue(lean)}\n//# sourceURL=airssys:glue.js\n`;
}

/** Functions that answer at once and take no resource. */
const ANSWERS_AT_ONCE =
  /^(?:airssys:wasm\/|wasi:random\/|wasi:clocks\/wall-clock@|wasi:clocks\/monotonic-clock@[^#]*#now$)/;

/**
 * The generated glue writes what an export returned as its error into a message, every byte as a number, however large
 * it is.
 */
function withPlainErrors(glue: string): string {
  const plain = glue.replace(PRINTED_ERROR, 'super("the component returned an error");');
  if (plain === glue && glue.includes("class ComponentError"))
    throw new Error("the glue throws errors in a way that this runtime does not know");
  return plain;
}

const PRINTED_ERROR = /super\(enumerable \? `\$\{String\(value\)\} \(see error\.payload\)` : value\);/;

/**
 * The generated glue asks `process.env` at every step of every host call whether to print what it does, which costs
 * about 3 µs a call in Node. Nothing prints here.
 */
function withoutDebugLog(glue: string): string {
  return glue.replace("if (!globalThis?.process?.env?.JCO_DEBUG) { return; }", "return;");
}

/**
 * The generated glue can fetch core modules by itself, and asks whether there is WebAssembly at all. Here it is given
 * both.
 */
function withoutOwnLoading(glue: string): string {
  return glue
    .replace("const fetchCompile = url => fetch(url).then(WebAssembly.compileStreaming);", "")
    .replace(/if \(!getCoreModule\) getCoreModule = \(name\) => fetchCompile\(.*\);/, "")
    .replace("globalThis.WebAssembly ? new globalThis.WebAssembly.Global(", "WebAssembly ? new WebAssembly.Global(");
}
