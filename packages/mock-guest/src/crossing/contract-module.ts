import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { contractFunctions } from "@airssys/componentize/script";

/**
 * Returns the text of a module that stands in for an interface of the contract where a test imports a module of a guest
 * like any other. Its functions call the guest that is being called, and throw a `MockError` `outside-of-call` if there
 * is none.
 *
 * @param name of the interface: `airssys:wasm/storage@0.1.0`. One that the contract does not have exports nothing.
 *
 * @example
 * ```ts
 * import { contractModule } from "@airssys/mock-guest/bundle";
 *
 * const text = await contractModule("airssys:wasm/storage@0.1.0");
 * text.includes("export const storageGet"); // true
 * ```
 */
export async function contractModule(name: string): Promise<string> {
  const functions = contractFunctions().get(name) ?? [];
  const lines = functions.map(
    (each) =>
      `export const ${each} = (...args) => callImported(${JSON.stringify(name)}, ${JSON.stringify(each)}, args);`,
  );
  return [`import { callImported } from ${JSON.stringify(CURRENT_GUEST)};`, ...lines].join("\n");
}

const CURRENT_GUEST = fileURLToPath(new URL(`./current-guest${extname(import.meta.url)}`, import.meta.url));
