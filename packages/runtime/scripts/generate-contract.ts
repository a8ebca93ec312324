/**
 * Writes `src/declared/contract-interfaces.ts` from the WIT of what is offered to components: what one declares that imports all of it.
 *
 * `--check` writes nothing: it exits with 1 if the file is not what the WIT says.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { type DeclaredInterface, declaredImports } from "../src/declared/declared-imports.ts";

const CONTRACT_FOLDER = join(import.meta.dirname, "../../../wit");
const OWN_FOLDER = join(import.meta.dirname, "../wit");
const FILE = join(import.meta.dirname, "../src/declared/contract-interfaces.ts");
/** Where the formatter breaks lines. */
const LINE_WIDTH = 120;

await main(process.argv.includes("--check"));

async function main(isCheck: boolean): Promise<void> {
  const text = moduleOf([
    ...(await interfacesOf(await readContract(), "stateful")),
    ...(await interfacesOf(await readFile(join(OWN_FOLDER, "wasi-keyvalue-draft2.wit"), "utf8"), "imports")),
    ...(await interfacesOf(await readFile(join(OWN_FOLDER, "wasi-keyvalue-draft.wit"), "utf8"), "imports")),
  ]);
  if ((await readFile(FILE, "utf8").catch(() => "")) === text) return;
  if (!isCheck) return writeFile(FILE, text);
  process.stderr.write(`${FILE} does not match the WIT. Run \`pnpm generate\` and commit the result.\n`);
  process.exitCode = 1;
}

/** @param world one that imports every interface. */
async function interfacesOf(witSource: string, world: string): Promise<ReadonlyMap<string, DeclaredInterface>> {
  const core = await componentEmbed({ dummy: true, witSource, world });
  return declaredImports(await componentNew(core));
}

/** One text out of the files of a package: WIT allows the `package` line once per text. */
async function readContract(): Promise<string> {
  const names = (await readdir(CONTRACT_FOLDER)).filter((name) => name.endsWith(".wit")).sort();
  const [first = "", ...others] = await Promise.all(names.map((name) => readFile(join(CONTRACT_FOLDER, name), "utf8")));
  return [first, ...others.map((text) => text.replace(/^package .*;$/m, ""))].join("\n");
}

function moduleOf(interfaces: readonly (readonly [string, DeclaredInterface])[]): string {
  const entries = interfaces.map(([name, { functions, types }]) =>
    [`  ${JSON.stringify(name)}: {`, ...recordOf("functions", functions), ...recordOf("types", types), "  },"].join(
      "\n",
    ),
  );
  return `// Generated from wit/*.wit and packages/runtime/wit/*.wit by \`pnpm generate\`. Do not edit.
import type { DeclaredInterface } from "./declared-imports.ts";

/** What a component declares that imports every interface that there is and uses all of it. */
export const CONTRACT_INTERFACES: Readonly<Record<string, DeclaredInterface>> = {
${entries.join("\n")}
};
`;
}

function recordOf(name: string, texts: Readonly<Record<string, string>>): string[] {
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
