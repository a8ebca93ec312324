// Warnings of code that builds and fails when it is called.
import { join } from "node:path";
import * as collections from "@airssys/collections";
import { componentize } from "@airssys/componentize";
import { describe, expect, test } from "vitest";
import { bundle } from "../src/bundle/bundle.ts";
import { COLLECTION_NEEDS } from "../src/bundle/collection-needs.ts";
import { ENGINE_GLOBALS } from "../src/bundle/engine-globals.ts";
import { BundleTrace } from "../src/bundle/trace.ts";
import { warnOfCollections } from "../src/bundle/warn-of-collections.ts";
import { warnOfGlobals } from "../src/bundle/warn-of-globals.ts";
import { createProject } from "./project.ts";

const STORAGE = "airssys:wasm/storage@0.1.0";
const RANGES = "airssys:wasm/storage-ranges@0.1.0";
const BATCH = "airssys:wasm/storage-batch@0.1.0";

/** Bundles a project, and returns its warnings with paths relative to it. */
async function warningsOf(files: Readonly<Record<string, string>>, imports = [STORAGE, RANGES, BATCH]) {
  const folder = await createProject(files);
  const entry = join(folder, "main.ts");
  const world = { name: "notes", imports };
  const { code, sourceMap, files: bundled } = await bundle({ entry, world, conditions: ["@airssys/source"] });
  const trace = new BundleTrace(sourceMap, entry);
  const own = bundled.filter((file) => file.startsWith(folder));
  const warnings = [...warnOfGlobals(code, trace), ...warnOfCollections(own, world, trace)];
  return warnings.map((warning) => warning.replaceAll(`${folder}/`, "").replace(/^.*\/(?=main\.ts)/, ""));
}

describe("a global name that a component does not have", () => {
  test.each([
    ["Buffer", 'export const f = () => Buffer.from("a");', 24, "use Uint8Array"],
    ["process", "export const f = () => process.env.HOME;", 24, "hand settings over"],
    ["Intl", "export const f = (n: number) => new Intl.NumberFormat().format(n);", 37, "has no Intl"],
    ["localStorage", 'export const f = () => localStorage.getItem("a");', 24, "use Storage of @airssys/storage"],
    ["totl", "declare const totl: number;\nexport const f = () => totl + 1;", 24, "misspelt"],
  ])("%s is a warning with its place and a cure", async (name, code, column, cure) => {
    const [warning, ...others] = await warningsOf({ "main.ts": code });
    expect(warning).toContain(`main.ts:${code.split("\n").length}:${column}: ${name} is not defined in a component`);
    expect(warning).toContain(cure);
    expect(others).toEqual([]);
  });

  test.each([
    ["is asked for by typeof first", 'export const f = () => (typeof Buffer === "function" ? Buffer.from("a") : 1);'],
    ["is tried", "export const f = () => { try { return localStorage; } catch { return undefined; } };"],
    ["is a name of the file", "const process = { env: {} };\nexport const f = () => process.env;"],
    ["is an argument", "export const f = (window: number) => window + 1;"],
    ["is a property", "export const f = (a: { Buffer: number }) => a.Buffer;"],
    ["is in code that is left out", "const unused = () => Buffer.from([]);\nexport const f = () => 1;"],
    ["is a type alone", "export const f = (): Buffer | undefined => undefined; type Buffer = string;"],
    ["is replaced by the build", "export const f = () => process.env.NODE_ENV;"],
  ])("is none where it %s", async (_, code) => {
    expect(await warningsOf({ "main.ts": code })).toEqual([]);
  });

  test("is told once for a file, and for each file", async () => {
    const warnings = await warningsOf({
      "main.ts": 'import { g } from "./other.ts";\nexport const f = () => [process.argv, process.env, g()];',
      "other.ts": "export const g = () => process.argv;",
    });
    expect(warnings).toHaveLength(2);
    expect(warnings.join("\n")).toMatch(/other\.ts:1:24: process/);
  });
});

test("the list of global names is that of the engine", async () => {
  const folder = await createProject({
    "main.ts": "console.log(Object.getOwnPropertyNames(globalThis).join());\nexport function run(): void {}",
    "main.wit": "package example:names;\nworld names { export run: func(); }",
  });
  const { output } = await componentize({ entry: join(folder, "main.ts"), wit: join(folder, "main.wit") });
  expect(output.trim().split(",").sort()).toEqual([...ENGINE_GLOBALS].sort());
});

describe("a collection", () => {
  const code = `import {
  Cell,
  StorageMap as Things,
} from "@airssys/collections";
const things = new Things<string, number>("things");
const last = new Cell("last", 0);
export const f = () => [things.get("a"), last.get()];`;

  test("that needs an interface which the world lacks is a warning with its place and the line to add", async () => {
    const [warning, ...others] = await warningsOf({ "main.ts": code }, [STORAGE]);
    expect(warning).toContain(`main.ts:3:3: StorageMap needs ${RANGES}, which the world "notes" does not import`);
    expect(warning).toContain(`add "import ${RANGES};" to it`);
    expect(others).toEqual([]);
  });

  test("that has what it needs is none", async () => {
    expect(await warningsOf({ "main.ts": code }, [STORAGE, RANGES])).toEqual([]);
  });

  test("of any kind has its needs listed", () => {
    const kinds = Object.entries(collections).flatMap(([name, value]) =>
      typeof value === "function" && !name.endsWith("Error") && /^[A-Z]/.test(name) ? [name] : [],
    );
    expect([...COLLECTION_NEEDS.keys()].sort()).toEqual(kinds.sort());
  });
});

describe("a package with a build for browsers or workers", () => {
  const manifest = (fields: object) => JSON.stringify({ name: "ids", type: "module", ...fields });

  test.each([
    [
      "by the condition browser",
      { exports: { ".": { node: "./node.js", browser: "./web.js", default: "./node.js" } } },
    ],
    ["by the condition worker", { exports: { ".": { node: "./node.js", worker: "./web.js", default: "./node.js" } } }],
    ["by the field browser", { main: "./node.js", browser: "./web.js" }],
    ["by replacing a file", { main: "./index.js", browser: { "./node.js": "./web.js" } }],
  ])("is bundled with that one, %s", async (_, fields) => {
    const folder = await createProject({
      "main.ts": 'export { id } from "ids";',
      "node_modules/ids/package.json": manifest(fields),
      "node_modules/ids/index.js": 'export { id } from "./node.js";',
      "node_modules/ids/node.js": 'import { randomUUID } from "node:crypto";\nexport const id = () => randomUUID();',
      "node_modules/ids/web.js": "export const id = () => crypto.randomUUID();",
    });
    const { files } = await bundle({
      entry: join(folder, "main.ts"),
      world: { name: "w", imports: [] },
      conditions: [],
    });
    expect(files).toContain(join(folder, "node_modules/ids/web.js"));
  });
});
