/** The tarballs of every public package, as they would be published. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../run.ts";
import type { Manifest } from "./manifest.ts";

export interface PackedPackage {
  readonly name: string;
  /** Path of the tarball. */
  readonly tarball: string;
  /** The repository's own `package.json`. */
  readonly source: Manifest;
}

const ROOT = join(import.meta.dirname, "..", "..");
const PUBLIC = ["--filter=./packages/*", "--filter=./wit"];

/** Packs all of them into a folder. What is packed is what `tsc --build` left in `dist`. */
export async function packAll(folder: string): Promise<PackedPackage[]> {
  const args = ["--recursive", ...PUBLIC, "pack", "--json", "--pack-destination", folder];
  const { code, output, stdout } = await run("pnpm", args, ROOT);
  if (code !== 0) throw new Error(`pnpm pack failed:\n${output}`);
  const packed: { name: string; filename: string }[] = JSON.parse(stdout);
  return Promise.all(
    packed.map(async ({ name, filename }) => ({ name, tarball: filename, source: await readSource(name) })),
  );
}

async function readSource(name: string): Promise<Manifest> {
  const folder = name.replace("@airssys/", "");
  const path = join(ROOT, folder === "wit" ? folder : join("packages", folder), "package.json");
  return JSON.parse(await readFile(path, "utf8"));
}
