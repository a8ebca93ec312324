import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ComponentizeError } from "../errors/componentize-error.ts";
import { displayPath, type Location, locationAt } from "../errors/location.ts";
import { CONTRACT_FOLDER, SHIPPED_PACKAGES } from "./contract.ts";
import { blank, namedPackages, packageLine, worldNames } from "./wit-scan.ts";

/** A WIT package with everything it depends on, as one text. */
export interface WitText {
  readonly text: string;
  /** Offset in `text` at which the user's own package ends and its dependencies begin. */
  readonly ownEnd: number;
  /** The worlds of the user's own package. */
  readonly worlds: readonly string[];
  /** The files that it was made of, by absolute path. */
  readonly files: readonly string[];
  /** The place in the user's file of a character of `text`, or `undefined` for one that no file has. */
  locate(offset: number): Location | undefined;
}

interface WitFile {
  readonly path: string;
  readonly text: string;
}

interface WitPackage {
  readonly id: string;
  readonly files: readonly WitFile[];
}

/**
 * Reads a `.wit` file, or a folder of them with an optional `deps` folder, and adds what the user's files do not hold:
 * the contract of airssys storage, and each version of `wasi:keyvalue` that they name. The packages depended on become
 * nested packages, `package a:b { ... }`.
 */
export async function readWitText(path: string): Promise<WitText> {
  const root = resolve(path);
  const isFolder = await isFolderAt(root);
  const own = packageOf(root, await readWitFiles(root, isFolder));
  const dependencies = isFolder ? await readDependencies(join(root, "deps")) : [];
  const given = [own, ...dependencies];
  const offered = [await readContract(), ...(await readShipped(given))];
  const missing = offered.filter(({ id }) => !given.some((each) => each.id === id));
  return assemble(own, [...dependencies, ...missing]);
}

/** The packages beside the contract that some packages name. */
async function readShipped(packages: readonly WitPackage[]): Promise<WitPackage[]> {
  const named = new Set(packages.flatMap(({ files }) => files.flatMap(({ text }) => namedPackages(text))));
  const shipped = [...SHIPPED_PACKAGES].filter(([id]) => named.has(id));
  return Promise.all(shipped.map(async ([, path]) => packageOf(path, await readWitFiles(path, false))));
}

async function readDependencies(folder: string): Promise<WitPackage[]> {
  const names = await readdir(folder).catch(() => []);
  const packages: WitPackage[] = [];
  for (const name of names.sort()) {
    const path = join(folder, name);
    const isFolder = await isFolderAt(path);
    if (isFolder || name.endsWith(".wit")) packages.push(packageOf(path, await readWitFiles(path, isFolder)));
  }
  return packages;
}

async function readContract(): Promise<WitPackage> {
  return packageOf(CONTRACT_FOLDER, await readWitFiles(CONTRACT_FOLDER, true));
}

async function isFolderAt(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new ComponentizeError("wit", `there is no WIT file or folder ${displayPath(path)}`, { cause });
  }
}

async function readWitFiles(path: string, isFolder: boolean): Promise<WitFile[]> {
  const paths = isFolder
    ? (await readdir(path)).filter((name) => name.endsWith(".wit")).map((name) => join(path, name))
    : [path];
  if (paths.length === 0) throw new ComponentizeError("wit", `${displayPath(path)} holds no .wit file`);
  return Promise.all(paths.sort().map(async (file) => ({ path: file, text: await readFile(file, "utf8") })));
}

/** One file of a package must have its `package` line; where others have one too, it must be the same. */
function packageOf(path: string, files: readonly WitFile[]): WitPackage {
  const lines = files.flatMap((file) => {
    const line = packageLine(file.text);
    return line ? [{ file, line }] : [];
  });
  const [first] = lines;
  if (!first)
    throw new ComponentizeError("wit", `${displayPath(path)} lacks a line such as "package example:counter;"`);
  const stranger = lines.find(({ line }) => line.id !== first.line.id);
  if (stranger) {
    const location = locationAt(stranger.file.path, stranger.file.text, stranger.line.start);
    const problem = `this file belongs to package ${stranger.line.id}, but ${displayPath(first.file.path)} to ${first.line.id}; put packages that others depend on into deps/`;
    throw new ComponentizeError("wit", problem, { location });
  }
  return { id: first.line.id, files };
}

/** Text that keeps its place: offset in the whole, and the file it was read from. */
interface Piece extends WitFile {
  readonly start: number;
}

function assemble(own: WitPackage, dependencies: readonly WitPackage[]): WitText {
  const pieces: Piece[] = [];
  let text = `package ${own.id};\n`;
  const append = (file: WitFile) => {
    pieces.push({ ...file, start: text.length });
    text += `${withoutPackageLine(file.text)}\n`;
  };
  own.files.forEach(append);
  const ownEnd = text.length;
  for (const dependency of dependencies) {
    text += `package ${dependency.id} {\n`;
    dependency.files.forEach(append);
    text += "}\n";
  }
  return {
    text,
    ownEnd,
    worlds: own.files.flatMap((file) => worldNames(file.text)),
    files: pieces.map((piece) => piece.path),
    locate: (offset) => locateIn(pieces, offset),
  };
}

function withoutPackageLine(text: string): string {
  const line = packageLine(text);
  return line ? text.slice(0, line.start) + blank(text.slice(line.start, line.end)) + text.slice(line.end) : text;
}

function locateIn(pieces: readonly Piece[], offset: number): Location | undefined {
  const piece = pieces.find(({ start, text }) => offset >= start && offset <= start + text.length);
  return piece && locationAt(piece.path, piece.text, offset - piece.start);
}
