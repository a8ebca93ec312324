import { describe, expect, it } from "vitest";
import { checkedGlue } from "../src/transpile/jco/glue-check.ts";

/** Makes glue as the generator writes it, with something in the middle of it. */
const glueWith = (inside: string, returned = "{ run: run, run2 }", outside = "") => `"use components";
${outside}
export function instantiate(getCoreModule, imports, instantiateCore, airssys$meter) {
  const hasOwnProperty = Object.prototype.hasOwnProperty;
  const gen = (function* _initGenerator () {
    let exports0;
    ({ exports: exports0 } = yield instantiateCore(getCoreModule("component.core.wasm")));
    function run() { return exports0.n0(); }
    const run2 = run;
    ${inside}
    return ${returned};
  })();
  return gen;
}
export const _util = {};`;

describe("generated glue", () => {
  it("runs when it is as expected, and returns its exports in an object that is not a promise", () => {
    expect(checkedGlue(glueWith("exports0['a:b/c#d']();"))).toContain(
      "return { airssys$exports: { run: run, run2 } };",
    );
  });

  it.each([
    ["an import", 'import("node:fs");'],
    ["a call of what is not expected", "fetch('https://x');"],
    ["the process", "process.exit();"],
    ["the global object", "globalThis.canary = 1;"],
    ["code made of text", "new Function('return 1')();"],
    ["eval", "eval('1');"],
    ["a constructor", "(() => 1).constructor('return 1')();"],
    ["a constructor by a text", "(() => 1)['constructor']('return 1')();"],
    ["a name that is put together", "(() => 1)['const' + 'ructor']('return 1')();"],
    ["a name in a template", "(() => 1)[`constructor`]('return 1')();"],
    ["a prototype", "({}).__proto__.x = 1;"],
    ["its own address", "import.meta.url;"],
    ["a text that ended early", "exports0['x'] ?? (canary = 1, () => 42) ?? ['y'];"],
    ["a template that is called", "run`x`;"],
    ["a regular expression", "/x/.test('x');"],
    ["another function of the module", "", "function other() {}"],
    ["a statement of the module", "", "console.log(1);"],
  ])("is not run when it holds %s", (_what, inside, outside = "") => {
    expect(() => checkedGlue(glueWith(inside, undefined, outside))).toThrow("does not expect");
  });

  it.each([
    ["a function declared twice", "function run() {}", undefined],
    ["a global name", "class Promise {}", undefined],
    ["a word of the language", "function arguments() {}", undefined],
    ["a name of the generator", "function exports0() {}", undefined],
    [
      "the name of something that the glue calls",
      "function instantiateCore() {} instantiateCore();",
      "{ instantiateCore }",
    ],
  ])("names the export that has %s", (_what, inside, returned) => {
    expect(() => checkedGlue(glueWith(inside, returned))).toThrowError(
      expect.objectContaining({ name: "LoadError", code: "unsupported-name" }),
    );
  });

  it("may export a name that nothing else in it uses", () => {
    expect(checkedGlue(glueWith("function hasOwnProperty() {}", "{ hasOwnProperty }"))).toContain("airssys$exports");
  });
});
