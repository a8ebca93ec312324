import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { PLACES } from "../places.ts";
import { type FigureGroup, figureOf, type Report } from "../report.ts";
import type { Context } from "../suite.ts";
import { MEASURED_ENGINES } from "./measured-engines.ts";
import { treeBytes } from "./tree-bytes.ts";

/**
 * Measures what engines bring with them: each is packed with the packages of this repository that it needs, and
 * installed by npm in an empty folder, with what it runs on, without running scripts.
 */
export async function measureInstalls(context: Context): Promise<Report> {
  const packages = [...new Set(MEASURED_ENGINES.map((engine) => engine.package))];
  const unbuilt = packages.flatMap(neededBy).find((name) => !existsSync(join(folderOf(name), "dist")));
  if (unbuilt !== undefined) return { groups: [], notes: [`installs: ${unbuilt} is not built; \`pnpm build\` first`] };
  const figures: FigureGroup[] = [];
  for (const [index, name] of packages.entries()) {
    context.progress(`installing ${name}`);
    figures.push(await measureInstall(name, join(context.folder, String(index))));
  }
  return { groups: [], figures, notes: [] };
}

const run = promisify(execFile);
const INSTALL = ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

async function measureInstall(name: string, folder: string): Promise<FigureGroup> {
  await mkdir(folder);
  const tarballs = Object.fromEntries(
    await Promise.all(neededBy(name).map(async (needed) => [needed, `file:${await pack(needed, folder)}`] as const)),
  );
  const dependencies = { ...manifestOf(name).peerDependencies, ...tarballs };
  const manifest = { private: true, type: "module", dependencies, overrides: tarballs };
  const milliseconds: number[] = [];
  let bytes = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const place = join(folder, `install-${turn}`);
    await mkdir(place);
    await writeFile(join(place, "package.json"), JSON.stringify(manifest));
    const begun = performance.now();
    await run("npm", INSTALL, { cwd: place, shell: process.platform === "win32" });
    milliseconds.push(performance.now() - begun);
    bytes = await treeBytes(join(place, "node_modules"));
  }
  return {
    title: `npm install of ${name}`,
    figures: [figureOf("node_modules", "MB", [bytes / 1e6]), figureOf("time", "ms", milliseconds)],
  };
}

/** The first one may fetch; what counts is the median. */
const TURNS = 3;

async function pack(name: string, to: string): Promise<string> {
  const { stdout } = await run("pnpm", ["pack", "--json", "--pack-destination", to], {
    cwd: folderOf(name),
    shell: process.platform === "win32",
  });
  const packed = JSON.parse(stdout) as { readonly filename: string }; // as pnpm documents it
  return packed.filename;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(folderOf(name), "package.json"), "utf8")) as Manifest;
}

/** A package, and those of this repository that it depends on. */
function neededBy(name: string): string[] {
  const own = Object.keys(manifestOf(name).dependencies ?? {}).filter((needed) => needed.startsWith(SCOPE));
  return [...new Set([name, ...own.flatMap(neededBy)])];
}

function folderOf(name: string): string {
  return join(PLACES.packages, name.slice(SCOPE.length));
}

const SCOPE = "@airssys/";
