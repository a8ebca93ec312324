import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CONTRACT_FUNCTIONS, inJavaScript } from "@airssys/runtime/declared";

/** The folder of the contract's `.wit` files. */
export const CONTRACT_FOLDER: string = dirname(fileURLToPath(import.meta.resolve("@airssys/wit/package.json")));

/** Packages of WIT that are shipped beside the contract, each with its file. */
export const SHIPPED_PACKAGES: ReadonlyMap<string, string> = new Map(
  ["draft", "draft2"].map((draft) => [
    `wasi:keyvalue@0.2.0-${draft}`,
    join(CONTRACT_FOLDER, "wasi-keyvalue", `${draft}.wit`),
  ]),
);

/**
 * Returns the functions of every interface of the contract that a component may import, under the names by which a
 * module imports them: `storageGet` of `airssys:wasm/storage@0.1.0`.
 */
export function contractFunctions(): ReadonlyMap<string, readonly string[]> {
  const functions = new Map<string, string[]>();
  for (const { from, name } of CONTRACT_FUNCTIONS.functions) {
    if (from === null) continue;
    functions.set(from, [...(functions.get(from) ?? []), inJavaScript(name)]);
  }
  return functions;
}
