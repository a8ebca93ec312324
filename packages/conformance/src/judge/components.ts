import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { JudgedInterface } from "../law/interfaces.ts";

/**
 * The component that holds the laws of one interface, about 1 MB. It imports that interface, `storage`, and what else
 * `neededFor` names, and nothing of WASI; its world is in `wit/`.
 *
 * @throws Error of Node if the file cannot be read: in this repository `scripts/build-components.ts` makes it.
 */
export async function readComponent(name: JudgedInterface): Promise<Uint8Array> {
  return new Uint8Array(await readFile(componentFile(name)));
}

/** Where that is. */
export function componentFile(name: JudgedInterface): string {
  return fileURLToPath(new URL(`../../components/${name}.wasm`, import.meta.url));
}
