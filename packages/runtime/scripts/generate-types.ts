/**
 * Writes the TypeScript view of the contract, `wit/types/guest` and `wit/types/host`, from `wit/*.wit`, and that of
 * `wasi:keyvalue` for guests, `wit/types/wasi-keyvalue`, from `wit/wasi-keyvalue/*.wit`.
 *
 * `--check` writes nothing: it exits with 1 and names the files that are not what the contract says.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { $init, type GenerateOptions, generateTypes } from "@bytecodealliance/jco-transpile/component";
import { inJavaScript } from "../src/types/javascript-name.ts";
import { readContract, WIT_FOLDER } from "./read-contract.ts";

const TYPES_FOLDER = join(WIT_FOLDER, "types");
const KEYVALUE_DRAFTS = ["draft", "draft2"];
const KEYVALUE_SOURCE = "wit/wasi-keyvalue/*.wit";
/** Worlds that name every interface, so that each of them gets its types. */
const WORLDS = ["stateful", "event-handler"];

await main(process.argv.includes("--check"));

async function main(isCheck: boolean): Promise<void> {
  const wanted = await generate();
  const present = await readTree(TYPES_FOLDER);
  const drifted = driftBetween(wanted, present);
  if (isCheck) {
    report(drifted);
  } else if (drifted.length > 0) {
    await replaceTree(TYPES_FOLDER, wanted);
  }
}

/** Path below `wit/types` to text. */
type Tree = ReadonlyMap<string, string>;

async function generate(): Promise<Tree> {
  await $init;
  const wit = await readContract();
  const guest = typesOf(wit, WORLDS, { guest: true });
  const host = typesOf(wit, WORLDS, { guest: false, instantiation: { tag: "async" } });
  // The host's world file declares how to instantiate a component of this very world, which nobody does: a host
  // implements the interfaces. An index of those takes its place.
  const interfaces = [...host].filter(([path]) => path.startsWith("interfaces/"));
  const tree = new Map<string, string>();
  for (const [path, text] of guest) tree.set(join("guest", path), withHeader(text));
  tree.set(
    join("guest", "index.d.ts"),
    withHeader(WORLDS.map((world) => `/// <reference path="./${world}.d.ts" />\n`).join("")),
  );
  for (const draft of KEYVALUE_DRAFTS) {
    const types = typesOf(await readFile(join(WIT_FOLDER, "wasi-keyvalue", `${draft}.wit`), "utf8"), ["imports"], {
      guest: true,
    });
    const folder = join("wasi-keyvalue", draft);
    for (const [path, text] of types)
      tree.set(join(folder, path === "imports.d.ts" ? "index.d.ts" : path), withHeader(text, KEYVALUE_SOURCE));
  }
  for (const [path, text] of interfaces) tree.set(join("host", path), withHeader(text));
  tree.set(join("host", "index.d.ts"), withHeader(interfaceIndex(interfaces.map(([path]) => path))));
  return tree;
}

function typesOf(
  wit: string,
  worlds: readonly string[],
  options: Pick<GenerateOptions, "guest" | "instantiation">,
): Tree {
  const files = worlds.flatMap((world) =>
    generateTypes(world, { wit: { tag: "source", val: wit }, world, ...options }),
  );
  const decoder = new TextDecoder();
  // What both worlds use comes twice, the same.
  return new Map(files.map(([path, bytes]) => [path, decoder.decode(bytes)]));
}

/** `interfaces/airssys-wasm-storage-ranges.d.ts` becomes `export type * as storageRanges from ...`. */
function interfaceIndex(paths: readonly string[]): string {
  const lines = paths.map((path) => {
    const name = basename(path, ".d.ts").replace("airssys-wasm-", "");
    return `export type * as ${inJavaScript(name)} from "./${path.replace(/\.d\.ts$/, ".js")}";\n`;
  });
  return lines.join("");
}

function withHeader(text: string, source = "wit/*.wit"): string {
  return `// Generated from ${source} by \`pnpm generate\`. Do not edit.\n${text.replace(/[ \t]+$/gm, "").trimEnd()}\n`;
}

async function readTree(folder: string): Promise<Tree> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  const tree = new Map<string, string>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    tree.set(relative(folder, path), await readFile(path, "utf8"));
  }
  return tree;
}

function driftBetween(wanted: Tree, present: Tree): string[] {
  const paths = new Set([...wanted.keys(), ...present.keys()]);
  return [...paths].filter((path) => wanted.get(path) !== present.get(path)).sort();
}

function report(drifted: readonly string[]): void {
  if (drifted.length === 0) return;
  const names = drifted.map((path) => `  wit/types/${path}\n`).join("");
  process.stderr.write(`These files do not match wit/*.wit:\n${names}Run \`pnpm generate\` and commit the result.\n`);
  process.exitCode = 1;
}

async function replaceTree(folder: string, tree: Tree): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [path, text] of tree) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}
