import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The folder of the contract. */
export const WIT_FOLDER: string = join(import.meta.dirname, "../../../wit");

/** Reads the contract as one text: WIT allows the `package` line once per text. */
export async function readContract(): Promise<string> {
  const names = (await readdir(WIT_FOLDER)).filter((name) => name.endsWith(".wit")).sort();
  const [first = "", ...others] = await Promise.all(names.map((name) => readFile(join(WIT_FOLDER, name), "utf8")));
  return [first, ...others.map((text) => text.replace(/^package .*;$/m, ""))].join("\n");
}
