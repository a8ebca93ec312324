import { describe, expect, it } from "vitest";
import { finishedGlue } from "../src/transpile/jco/glue.ts";
import { withLeanImports } from "../src/transpile/jco/lean-imports.ts";
import { transpile } from "../src/transpile/transpile.ts";
import { probeBytes } from "./fixtures/probe-component.ts";

/** The minimum that the generator writes. */
const GLUE = `export function instantiate(getCoreModule, imports, instantiateCore = WebAssembly.instantiate) {
  let gen = (function* _initGenerator () {
    // nothing
    return { };
  })();
}
export const _util = {};`;

describe("the glue of a component", () => {
  it.each(["sync", "async"] as const)(
    "calls the storage and the clock directly, with this version of the generator, for a host of mode %s",
    async (mode) => {
      const { glue } = await transpile(probeBytes(), mode);
      for (const name of ["storage@0.1.0#storageGet", "storage@0.1.0#storageClear", "monotonic-clock@0.2.12#now"]) {
        const end = glue.indexOf(`/${name}';`);
        const start = glue.lastIndexOf("const _trampoline", end);
        const body = glue.slice(start, end);
        expect(body, name).toContain("_checkMayLeave(");
        expect(body, name).not.toContain("task");
        const isAsync = mode === "async" && name.startsWith("storage");
        expect(body.includes("= async function("), name).toBe(isAsync);
        const trampoline = /_(trampoline\d+)/.exec(body)?.[1];
        const bound = isAsync ? `new WebAssembly.Suspending(_suspendingImport(0, _${trampoline}))` : `_${trampoline}`;
        expect(glue).toContain(`let ${trampoline} = ${bound};`);
      }
    },
  );

  it("has a short name in stack traces", async () => {
    const { glue } = await transpile(probeBytes(), "sync");
    expect(glue).toMatch(/\n\/\/# sourceURL=airssys:glue\.js\n$/);
  });

  it.each([
    ["begins", "export function instantiate(", "export function start("],
    ["copies bytes", "// nothing", "const copy = new Uint8Array(memory0.buffer.slice(at, at + length));"],
    ["copies lists", "// nothing", "for (let i = 0; i < length9; i++) list.push(i);"],
    ["reads text", "// nothing", "const decoder = new TextDecoder('latin1');"],
    ["throws errors", "// nothing", "class ComponentError extends Error {}"],
  ])("is refused if it %s in an unexpected way", (_what, text, other) => {
    expect(finishedGlue(GLUE, 1)).toContain("airssys$meter");
    expect(() => finishedGlue(GLUE.replace(text, other), 1)).toThrow("in a way that this runtime does not know");
  });

  it("is left unchanged, and slower, where it is not as expected", () => {
    const other = `const _trampoline1 = function(arg0) {\n    return anything(arg0);\n  }\n  _trampoline1.fnName = 'a:b/c#d';`;
    expect(withLeanImports(other, () => true)).toBe(other);
  });
});
