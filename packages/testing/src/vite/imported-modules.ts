import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { contractFunctions } from "@airssys/componentize/script";

const PREFIX = "\0airssys-imported:";

/** The module that takes the place of an interface of the contract where a test imports a module of a guest. */
export function importedModule(name: string): string | null {
  return name.startsWith("airssys:wasm/") ? PREFIX + name : null;
}

/** Its text, if it is one. */
export async function importedText(id: string): Promise<string | null> {
  if (!id.startsWith(PREFIX)) return null;
  const from = id.slice(PREFIX.length);
  const functions = contractFunctions().get(from) ?? [];
  const lines = functions.map(
    (name) =>
      `export const ${name} = (...args) => callImported(${JSON.stringify(from)}, ${JSON.stringify(name)}, args);`,
  );
  return [`import { callImported } from ${JSON.stringify(CURRENT_GUEST)};`, ...lines].join("\n");
}

const CURRENT_GUEST = fileURLToPath(new URL(`../mock/current-guest${extname(import.meta.url)}`, import.meta.url));
