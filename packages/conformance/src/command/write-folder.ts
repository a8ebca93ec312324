import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readComponent } from "../judge/components.ts";
import { JUDGED_INTERFACES } from "../law/interfaces.ts";

/**
 * Reads `laws.json`: every law with its plan, and the interfaces that each set needs. It is built with the components.
 */
export function readLaws(): Promise<string> {
  return readFile(LAWS, "utf8");
}

const LAWS = own("../../components/laws.json");

/**
 * Writes the files for a runner in another language: components, laws, WIT and vectors. Returns a description of them,
 * line by line.
 */
export async function writeFolder(folder: string): Promise<readonly string[]> {
  const components = join(folder, "components");
  await mkdir(components, { recursive: true });
  await cp(LAWS, join(folder, "laws.json"));
  for (const name of JUDGED_INTERFACES) await writeFile(join(components, `${name}.wasm`), await readComponent(name));
  await cp(own("../../vectors"), join(folder, "vectors"), { recursive: true });
  await cp(own("../../wit"), join(folder, "wit"), { recursive: true });
  const contract = fileURLToPath(new URL(".", import.meta.resolve("@airssys/wit/package.json")));
  await cp(contract, join(folder, "wit", "deps", "airssys-wasm"), {
    recursive: true,
    filter: (path) => path === contract || path.endsWith(".wit"),
  });
  return written(folder);
}

async function written(folder: string): Promise<readonly string[]> {
  const count = async (name: string) => (await readdir(join(folder, name))).filter((file) => file.includes(".")).length;
  return [
    `Written to ${resolve(folder)}:`,
    "  laws.json    every law with its plan",
    `  components/  ${await count("components")} components, the laws of an interface each`,
    "  wit/         their worlds, and the contract in deps/",
    "  vectors/     keys, order, lines, cursors and others; vectors.md says what they mean",
  ];
}

function own(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
