import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { blankComments, packageLine } from "./wit-scan.ts";

/** The folder of the contract's `.wit` files. */
export const CONTRACT_FOLDER: string = dirname(fileURLToPath(import.meta.resolve("@airssys/wit/package.json")));

/** Packages of WIT that are there beside the contract, each with its file. */
export const SHIPPED_PACKAGES: ReadonlyMap<string, string> = new Map(
  ["draft", "draft2"].map((draft) => [
    `wasi:keyvalue@0.2.0-${draft}`,
    join(CONTRACT_FOLDER, "wasi-keyvalue", `${draft}.wit`),
  ]),
);

/**
 * The functions of every interface of the contract, as a module imports them: `storageGet` of
 * `airssys:wasm/storage@0.1.0`.
 */
export async function contractFunctions(): Promise<ReadonlyMap<string, readonly string[]>> {
  const functions = new Map<string, readonly string[]>();
  for (const name of await readdir(CONTRACT_FOLDER)) {
    if (!name.endsWith(".wit")) continue;
    const text = blankComments(await readFile(join(CONTRACT_FOLDER, name), "utf8"));
    for (const [id, names] of interfacesOf(text)) functions.set(id, names);
  }
  return functions;
}

/** Each interface begins on a line of its own and ends with the next `}` at the beginning of one. */
function interfacesOf(text: string): [id: string, functions: string[]][] {
  const [packageName, version] = (packageLine(text)?.id ?? "").split("@");
  return Array.from(text.matchAll(/^interface ([a-z][a-z0-9-]*) \{$([\s\S]*?)^\}/gm), ([, name, body = ""]) => [
    `${packageName}/${name}@${version}`,
    Array.from(body.matchAll(/^ {4}([a-z][a-z0-9-]*): func\(/gm), ([, kebab = ""]) => camelCase(kebab)),
  ]);
}

function camelCase(kebab: string): string {
  return kebab.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
