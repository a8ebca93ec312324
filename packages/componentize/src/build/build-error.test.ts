// The reports of componentize-js that no test provokes by a build of its own, word for word as it made them.
import { expect, test } from "vitest";
import { buildError } from "./build-error.ts";

const SOURCE_MAP = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });

const NOTHING = { code: "", exports: { types: [], functions: [] }, imports: { types: [], functions: [] } };

function errorFor(failure: string) {
  return buildError({
    reply: { failure },
    entry: "src/main.ts",
    world: { name: "counter", imports: [] },
    conditions: [],
    sourceMap: SOURCE_MAP,
    request: { code: "", border: NOTHING, sourceName: "component.js", wit: "", world: "counter", features: [] },
  });
}

test.each([
  [
    'Unable to extract expected exports list\nError: "component.js" does not export a "api" interface as expected by the world.\n  Try defining it by its alias:\n  export const api = {};',
    'src/main.ts must export the interface "api", as an object: the world "counter" asks for it',
  ],
  [
    'Unable to extract expected exports list\nError: "component.js" does not export a "example:counter/api" myGet function as expected by the world.\n  Try defining it on the interface alias "api":',
    'src/main.ts must export the function "myGet" of "example:counter/api": the world "counter" asks for it',
  ],
  [
    'Unable to extract expected exports list\nError: "component.js" does not export a "example:counter/api" Cursor resource as expected by the world.',
    'src/main.ts must export the class "Cursor" of "example:counter/api": the world "counter" asks for it',
  ],
])("what an interface lacks is a missing export (%#)", async (failure, message) => {
  expect(await errorFor(failure)).toMatchObject({ code: "missing-export", message });
});

test("exports that are never set are a top level that never ends", async () => {
  const failure =
    "Unable to extract expected exports list\nReferenceError: can't access lexical declaration 'api' before initialization";
  const message = expect.stringContaining('src/main.ts never gets as far as "api"');
  expect(await errorFor(failure)).toMatchObject({ code: "top-level", message });
});

test.each([
  [
    "1:11 ReferenceError: process is not defined",
    "top-level",
    "ReferenceError: process is not defined (a component has none of Node's",
  ],
  [
    "1:11 ReferenceError: window is not defined",
    "top-level",
    "ReferenceError: window is not defined (a component has none of a browser's",
  ],
  ["1:11 ReferenceError: proces is not defined", "top-level", "ReferenceError: proces is not defined. The top level"],
  [
    "1:13 SyntaxError: invalid property name in regular expression:\ncomponent.js:1:13 \\p{L}\ncomponent.js:1:13 ..^",
    "syntax",
    "SyntaxError: invalid property name in regular expression (the engine has no Unicode properties",
  ],
])("an exception at the top level says what to do where that is known (%#)", async (report, code, message) => {
  const failure = `Exception while evaluating top-level script\ncomponent.js:${report}`;
  expect(await errorFor(failure)).toMatchObject({ code, message: expect.stringContaining(message) });
});

test("what is not understood is told as it is", async () => {
  const error = await errorFor("the engine was eaten by a bear");
  expect(error).toMatchObject({ code: "toolchain", message: "componentize-js failed: the engine was eaten by a bear" });
});
