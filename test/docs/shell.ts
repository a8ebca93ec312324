/** Names in blocks of shell that mean something of this repository. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Block, ROOT } from "./blocks.ts";

/** Commands of pnpm itself. */
const OF_PNPM = new Set(["exec", "install", "pack", "run", "changeset"]);

interface Manifest {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

const manifests = ["", "wit", ...foldersOf("packages"), ...foldersOf("examples")].flatMap(manifestOf);
const scripts = new Set([...Object.keys(manifests[0]?.scripts ?? {}), ...OF_PNPM]);
const packages = new Set(manifests.map(({ name }) => name));
const programs = new Set(manifests.flatMap(({ bin }) => Object.keys(bin ?? {})));

/** What a block names and is not there: scripts, packages, programs and files. Each begins with its file and line. */
export function shellFaults(block: Block, all: readonly Block[]): string[] {
  const files = all.flatMap(({ file, name }) => (file === block.file && name !== undefined ? [name] : []));
  return block.code.split("\n").flatMap((text, index) => {
    const command = text.replace(/(^|\s)#.*/, "");
    const faults = [...scriptFaults(command), ...nameFaults(command), ...fileFaults(command, block.file, files)];
    return faults.map((fault) => `${block.file}:${block.line + index}: ${fault}`);
  });
}

function scriptFaults(command: string): string[] {
  const uses = command.matchAll(/\bpnpm(?:@\d+)?((?: --?\S+)*) ([a-z][\w:-]*)(?: ([a-z][\w:-]*))?/g);
  return Array.from(uses).flatMap(([, options = "", name = "", next = ""]) => {
    if (/--filter|--dir|-C /.test(`${options} `)) return [];
    const script = name === "run" ? next : name;
    return scripts.has(script) ? [] : [`the root package.json has no script "${script}"`];
  });
}

function nameFaults(command: string): string[] {
  const names = Array.from(command.matchAll(/@airssys\/[\w-]+/g), ([name]) => name);
  const started = Array.from(command.matchAll(/\bairssys-[\w-]+/g), ([name]) => name);
  return [
    ...names.filter((name) => !packages.has(name)).map((name) => `there is no package ${name}`),
    ...started.filter((name) => !programs.has(name)).map((name) => `no package has a program ${name}`),
  ];
}

/** Paths that begin with a folder of the repository, and programs that Node is told to run. */
function fileFaults(command: string, file: string, files: readonly string[]): string[] {
  const inRepository = command.match(/(?<=^|[\s"'=])(?:packages|examples|bench|scripts|docs|\.ci)\/[\w./-]+/g) ?? [];
  const run = Array.from(command.matchAll(/\bnode (?:--\S+ )*([\w./-]+\.[cm]?[jt]s)\b/g), ([, path = ""]) => path);
  const isThere = (path: string) =>
    files.includes(path) || existsSync(join(ROOT, path)) || existsSync(join(ROOT, dirname(file), path));
  return [...new Set([...inRepository, ...run])].filter((path) => !isThere(path)).map((path) => `there is no ${path}`);
}

function foldersOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);
}

function manifestOf(folder: string): Manifest[] {
  const path = join(ROOT, folder, "package.json");
  return existsSync(path) ? [JSON.parse(readFileSync(path, "utf8"))] : [];
}
