/**
 * Writes `src/contract-interfaces.ts` from `wit/*.wit`: what a component declares that imports the whole contract.
 *
 * `--check` writes nothing: it exits with 1 if the file is not what the contract says.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { componentEmbed, componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { type DeclaredInterface, declaredImports } from "../src/declared-imports.ts";

const WIT_FOLDER = join(import.meta.dirname, "../../../wit");
const FILE = join(import.meta.dirname, "../src/contract-interfaces.ts");
/** The world that imports every interface. */
const WORLD = "stateful";
/** Where the formatter breaks lines. */
const LINE_WIDTH = 120;

await main(process.argv.includes("--check"));

async function main(isCheck: boolean): Promise<void> {
  const core = await componentEmbed({ dummy: true, witSource: await readWit(), world: WORLD });
  const text = moduleOf(declaredImports(await componentNew(core)));
  if ((await readFile(FILE, "utf8").catch(() => "")) === text) return;
  if (!isCheck) return writeFile(FILE, text);
  process.stderr.write(`${FILE} does not match wit/*.wit. Run \`pnpm generate\` and commit the result.\n`);
  process.exitCode = 1;
}

/** One text out of the files of a package: WIT allows the `package` line once per text. */
async function readWit(): Promise<string> {
  const names = (await readdir(WIT_FOLDER)).filter((name) => name.endsWith(".wit")).sort();
  const [first = "", ...others] = await Promise.all(names.map((name) => readFile(join(WIT_FOLDER, name), "utf8")));
  return [first, ...others.map((text) => text.replace(/^package .*;$/m, ""))].join("\n");
}

function moduleOf(interfaces: ReadonlyMap<string, DeclaredInterface>): string {
  const entries = [...interfaces].map(([name, { functions, types }]) =>
    [`  ${JSON.stringify(name)}: {`, ...recordOf("functions", functions), ...recordOf("types", types), "  },"].join(
      "\n",
    ),
  );
  return `// Generated from wit/*.wit by \`pnpm generate\`. Do not edit.
import type { DeclaredInterface } from "./declared-imports.ts";

/** What a component declares that imports every interface of the contract and uses all of it. */
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
