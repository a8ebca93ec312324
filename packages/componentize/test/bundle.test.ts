// Bundles of code, and the errors for code that cannot be bundled. No component is built here.
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundle } from "../src/bundle/bundle.ts";
import { BundleTrace } from "../src/bundle/trace.ts";
import type { ComponentizeError } from "../src/errors/componentize-error.ts";
import { createProject, rejectionOf } from "./project.ts";

const WORLD = { name: "counter", imports: ["airssys:wasm/storage@0.1.0", "log"] };

function bundleOf(folder: string, entry = "src/main.ts", conditions: string[] = []) {
  return bundle({ entry: join(folder, entry), world: WORLD, conditions });
}

const FAULTS: readonly [what: string, code: string, main: string, place: string, problem: string][] = [
  [
    "a token that does not fit",
    "syntax",
    "export function f(): number {\n  return 1 +;\n}",
    "2:13",
    "Unexpected token",
  ],
  ["a constant that is assigned to", "syntax", "const a = 1;\na = 2;\nexport { a };", "2:1", "const variable `a`"],
  [
    "a file that is not there",
    "unresolved-import",
    '\nimport { x } from "./nope.ts";\nx;',
    "2:19",
    'cannot resolve "./nope.ts"',
  ],
  ["a package that is not there", "unresolved-import", 'import "no-such-package";', "1:8", "is the package installed?"],
  [
    "a module of Node",
    "unresolved-import",
    'import fs from "node:fs";\nfs;',
    "1:16",
    "a component has no Node modules",
  ],
  [
    "a module of Node by its old name",
    "unresolved-import",
    'import fs from "fs";\nfs;',
    "1:16",
    "a component has no Node modules",
  ],
  [
    "an interface that the world does not import",
    "unresolved-import",
    'import { storageGet } from "airssys:wasm/storage";\nstorageGet;',
    "1:28",
    'the world "counter" imports airssys:wasm/storage@0.1.0, log',
  ],
  [
    "a name that a file does not export",
    "unresolved-import",
    'import { nope } from "./other.ts";\nnope;',
    "1:10",
    '"nope" is not exported',
  ],
];

test.each(FAULTS)("%s is an error with its place", async (_, code, main, place, problem) => {
  const folder = await createProject({ "src/main.ts": main, "src/other.ts": "export const other = 1;" });
  const error = await rejectionOf(bundleOf(folder));
  expect(error).toMatchObject({ code, message: expect.stringContaining(problem) });
  const { location, message } = error as ComponentizeError;
  expect(`${location?.line}:${location?.column}`).toBe(place);
  expect(location?.file).toBe(join(folder, "src/main.ts"));
  expect(message).toContain(`src/main.ts:${place}: `);
});

test("a fault in another file is found there", async () => {
  const folder = await createProject({ "src/main.ts": 'import "./other.ts";', "src/other.ts": "\nlet = ;" });
  await expect(bundleOf(folder)).rejects.toMatchObject({
    code: "syntax",
    location: { file: join(folder, "src/other.ts"), line: 2 },
  });
});

test("an entry that is not there is an error", async () => {
  const folder = await createProject({});
  await expect(bundleOf(folder)).rejects.toMatchObject({
    code: "entry-not-found",
    message: expect.stringContaining("main.ts"),
  });
});

test("what the world imports stays an import and everything else is bundled", async () => {
  const folder = await createProject({
    "src/main.ts":
      'import { storageGet } from "airssys:wasm/storage@0.1.0";\nimport log from "log";\nimport { other } from "./other.ts";\nimport data from "./data.json";\nexport const main = (): unknown => [storageGet, log, other, data, process.env.NODE_ENV];',
    "src/other.ts": "export enum other { one, two }",
    "src/data.json": '{ "three": 3 }',
  });
  const { code, files, warnings } = await bundleOf(folder);
  const imported = Array.from(code.matchAll(/^import .* from "(.*)";$/gm), ([, specifier]) => specifier);
  expect(imported).toEqual(WORLD.imports);
  expect(code).toContain("two");
  expect(code).toContain("three: 3");
  expect(code).toContain('"production"');
  expect(files.toSorted()).toEqual(["src/data.json", "src/main.ts", "src/other.ts"].map((path) => join(folder, path)));
  expect(warnings).toEqual([]);
});

test("packages are resolved under the conditions that are asked for", async () => {
  const folder = await createProject({
    "src/main.ts": 'import { from } from "pack";\nexport const main = from;',
    "node_modules/pack/package.json": JSON.stringify({
      name: "pack",
      exports: { special: "./special.js", import: "./import.js", default: "./default.js" },
    }),
    "node_modules/pack/special.js": 'export const from = "special";',
    "node_modules/pack/import.js": 'export const from = "import";',
  });
  expect((await bundleOf(folder)).code).toContain('"import"');
  expect((await bundleOf(folder, "src/main.ts", ["special"])).code).toContain('"special"');
});

test("a bundle whose code names crypto.subtle begins with what refuses the engine's gaps, and no other does", async () => {
  const folder = await createProject({
    "src/main.ts": "export const digest = (data) => crypto.subtle.digest('SHA-256', data);",
    "src/plain.ts": "export const id = () => crypto.randomUUID();",
  });
  expect((await bundleOf(folder)).code).toMatch(/^\(function guardSubtle/);
  expect((await bundleOf(folder, "src/plain.ts")).code).not.toContain("guardSubtle");
});

test("positions in the bundle lead back to the user's own files, past packages", async () => {
  const folder = await createProject({
    "src/main.ts":
      'import { inPackage } from "pack";\ninterface A {}\nexport function main(a: A): unknown {\n  return inPackage(a);\n}',
    "node_modules/pack/package.json": '{ "name": "pack", "exports": "./index.js" }',
    "node_modules/pack/index.js": "export function inPackage(a) {\n  return a.b.c;\n}",
  });
  const { code, sourceMap } = await bundleOf(folder);
  const trace = new BundleTrace(sourceMap, join(folder, "src/main.ts"));
  const inPackage = positionOf(code, "a.b.c");
  const inMain = positionOf(code, "inPackage(a);");
  expect(trace.locate(`  inPackage@${inPackage}\n  main@${inMain}`)).toEqual({
    file: join(folder, "src/main.ts"),
    line: 4,
    column: 10,
  });
  expect(trace.locate(`  inPackage@${inPackage}`)).toMatchObject({
    file: join(folder, "node_modules/pack/index.js"),
    line: 2,
  });
  expect(trace.locate("no position at all")).toBeUndefined();
  expect(trace.locateWord("inPackage")).toEqual({ file: join(folder, "src/main.ts"), line: 1, column: 10 });
});

function positionOf(code: string, text: string): string {
  const before = code.slice(0, code.indexOf(text)).split("\n");
  return `component.js:${before.length}:${(before.at(-1) ?? "").length + 1}`;
}
