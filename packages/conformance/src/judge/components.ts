import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { JudgedInterface } from "../law/interfaces.ts";
import { type ComponentArchive, unpackComponents } from "./component-archive.ts";

/**
 * Returns the component that holds the laws of one interface: 1.2 to 1.6 MB, the caller's to keep. It imports that
 * interface, `storage`, and what else `neededFor` names, and nothing of WASI; its world is in `wit/`.
 *
 * The package has all components in one archive, which the first call decompresses within some 100 ms. It stays in
 * memory, 21 MB, for the life of the process.
 *
 * @throws RangeError for an interface that there are no laws of; Error of Node if the archive cannot be read: in this
 * repository `scripts/build-components.ts` makes it.
 *
 * @example
 * ```ts
 * import { readComponent } from "@airssys/conformance";
 *
 * const component = await readComponent("storage-ttl");
 * WebAssembly.validate(component.subarray(0, 8)); // false: it is a component, and no core module
 * ```
 */
export async function readComponent(name: JudgedInterface): Promise<Uint8Array> {
  reading ??= readArchive();
  const component = (await reading).get(name);
  if (component === undefined) throw new RangeError(`there are no laws of ${JSON.stringify(name)}`);
  return new Uint8Array(component);
}

/** Kept by the module because it is the same for every caller, and a judge asks for all of it, one by one. */
let reading: Promise<ComponentArchive> | undefined;

async function readArchive(): Promise<ComponentArchive> {
  try {
    return await unpackComponents(await readFile(ARCHIVE));
  } catch (error) {
    reading = undefined; // another call tries again
    throw error;
  }
}

const ARCHIVE = fileURLToPath(new URL("../../components/components.br", import.meta.url));
