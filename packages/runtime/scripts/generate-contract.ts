/**
 * Writes `src/declared/contract-interfaces.ts` and `src/declared/contract-functions.ts` from the WIT of everything that
 * components can import: the declarations as text, and the types of the functions of the contract.
 *
 * `--check` writes nothing and exits with 1 if the files do not match the WIT.
 */
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { type ComponentShape, readComponent } from "../src/declared/component-shape.ts";
import { type DeclaredInterface, declaredImports } from "../src/declared/declared-imports.ts";
import { functionsAmong } from "../src/declared/found-functions.ts";
import type { FunctionTypes } from "../src/types/function-types.ts";
import { readContract, WIT_FOLDER } from "./read-contract.ts";

const KEYVALUE_FOLDER = join(WIT_FOLDER, "wasi-keyvalue");
const OUTPUT_FOLDER = join(import.meta.dirname, "../src/declared");
/** Line width of the formatter. */
const LINE_WIDTH = 120;

await main(process.argv.includes("--check"));

async function main(isCheck: boolean): Promise<void> {
  const contract = await readShape(await readContract(), "stateful");
  const draft2 = await readShape(await readFile(join(KEYVALUE_FOLDER, "draft2.wit"), "utf8"), "imports");
  const draft = await readShape(await readFile(join(KEYVALUE_FOLDER, "draft.wit"), "utf8"), "imports");
  const interfaces = [contract, draft2, draft].flatMap((shape) => [...declaredImports(shape)]);
  await put("contract-interfaces.ts", interfacesModule(interfaces), isCheck);
  const functions = functionsAmong(contract.imports, contract.table.types);
  await put("contract-functions.ts", format(functionsModule(functions)), isCheck);
}

async function put(name: string, text: string, isCheck: boolean): Promise<void> {
  const file = join(OUTPUT_FOLDER, name);
  if ((await readFile(file, "utf8").catch(() => "")) === text) return;
  if (!isCheck) return writeFile(file, text);
  process.stderr.write(`${file} does not match the WIT. Run \`pnpm generate\` and commit the result.\n`);
  process.exitCode = 1;
}

/** @param world a world that imports every interface. */
async function readShape(witSource: string, world: string): Promise<ComponentShape> {
  const core = await componentEmbed({ dummy: true, witSource, world });
  return readComponent(await componentNew(core));
}

function functionsModule(functions: FunctionTypes): string {
  return `// Generated from wit/*.wit by \`pnpm generate\`. Do not edit.
// biome-ignore-all lint/style/noExcessiveLinesPerFile: generated
import type { FunctionTypes } from "../types/function-types.ts";

/** Functions of the contract, with their types. */
export const CONTRACT_FUNCTIONS: FunctionTypes = ${JSON.stringify(functions)};
`;
}

/** Formats a module as this repository does. */
function format(text: string): string {
  const biome = fileURLToPath(import.meta.resolve("@biomejs/biome/bin/biome"));
  const file = join(OUTPUT_FOLDER, "contract-functions.ts");
  const { stdout, stderr, status } = spawnSync(process.execPath, [biome, "format", `--stdin-file-path=${file}`], {
    input: text,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the formatter failed: ${stderr}`);
  return stdout;
}

function interfacesModule(interfaces: readonly (readonly [string, DeclaredInterface])[]): string {
  const entries = interfaces.map(([name, { functions, types }]) =>
    [
      `  ${JSON.stringify(name)}: {`,
      ...printRecord("functions", functions),
      ...printRecord("types", types),
      "  },",
    ].join("\n"),
  );
  return `// Generated from wit/*.wit and wit/wasi-keyvalue/*.wit by \`pnpm generate\`. Do not edit.
import type { DeclaredInterface } from "./declared-imports.ts";

/** Every interface that can be imported, as a component declares it that uses all of it. */
export const CONTRACT_INTERFACES: Readonly<Record<string, DeclaredInterface>> = {
${entries.join("\n")}
};
`;
}

function printRecord(name: string, texts: Readonly<Record<string, string>>): string[] {
  return [
    `    ${name}: {`,
    ...Object.entries(texts).map(([key, text]) => property(key, JSON.stringify(text))),
    "    },",
  ];
}

function property(key: string, text: string): string {
  const name = /^[a-z]+$/.test(key) ? key : JSON.stringify(key);
  const line = `      ${name}: ${text},`;
  return line.length <= LINE_WIDTH ? line : `      ${name}:\n        ${text},`;
}
