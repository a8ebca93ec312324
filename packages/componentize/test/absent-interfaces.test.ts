// Interfaces of the contract that the SDK imports and the component's world does not.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundle } from "../src/bundle/bundle.ts";
import { contractFunctions } from "../src/wit/contract.ts";
import { createProject } from "./project.ts";

const MAIN = `import { Storage } from "@airssys/storage";
const storage = new Storage();
export const get = (key) => storage.get(key);
export const all = () => [...storage.keys()];
`;

async function bundled(imports: readonly string[], files: Readonly<Record<string, string>> = { "src/main.ts": MAIN }) {
  const folder = await createProject(files);
  const world = { name: "counter", imports };
  return bundle({ entry: join(folder, "src/main.ts"), world, conditions: ["@airssys/source"] });
}

function imported(code: string): string[] {
  return Array.from(code.matchAll(/^import .* from "(.*)";$/gm), ([, specifier = ""]) => specifier).sort();
}

test("the SDK imports what the world imports and no more", async () => {
  expect(imported((await bundled(["airssys:wasm/storage@0.1.0"])).code)).toEqual(["airssys:wasm/storage@0.1.0"]);
  const some = ["airssys:wasm/storage-ranges@0.1.0", "airssys:wasm/storage@0.1.0"];
  const { code, warnings } = await bundled(some);
  expect(imported(code)).toEqual(some);
  expect(warnings).toEqual([]);
});

test("a function of an interface that is not imported says which one, and how to import it", async () => {
  const { code } = await bundled(["airssys:wasm/storage@0.1.0"]);
  expect(code).toContain(
    'the world \\"counter\\" of this component does not import airssys:wasm/storage-ranges@0.1.0: add \\"import airssys:wasm/storage-ranges@0.1.0;\\" to it, or \\"include airssys:wasm/stateful@0.1.0;\\"',
  );
});

test("code that is not of the SDK is told when it is built", async () => {
  const main = 'import { storageScan } from "airssys:wasm/storage-ranges@0.1.0";\nexport const scan = storageScan;';
  await expect(bundled(["airssys:wasm/storage@0.1.0"], { "src/main.ts": main })).rejects.toMatchObject({
    code: "unresolved-import",
    location: { line: 1 },
  });
});

test("the functions of every interface are known as modules import them", async () => {
  const functions = contractFunctions();
  expect(functions.get("airssys:wasm/storage-usage@0.1.0")).toEqual(["storageUsage"]);
  expect(functions.get("airssys:wasm/storage-cipher@0.1.0")).toEqual(["seal", "open"]);
  const types = new URL(import.meta.resolve("@airssys/wit/package.json"));
  for (const [id, names] of functions) {
    const file = `types/guest/interfaces/${id.replace(/[:/]/g, "-").replace("@0.1.0", "")}.d.ts`;
    const declared = await readFile(new URL(file, types), "utf8");
    const inTypes = Array.from(declared.matchAll(/export function (\w+)\(/g), ([, name]) => name);
    expect(inTypes.toSorted()).toEqual([...names].sort());
  }
});
