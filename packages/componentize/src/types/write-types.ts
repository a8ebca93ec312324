import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { readWitText } from "../wit/wit-text.ts";
import { readWorld } from "../wit/wit-world.ts";
import { worldTypes } from "./world-types.ts";

/** The world whose types are written, and where. */
export interface WriteTypesOptions {
  /** A `.wit` file, or a folder of them with an optional `deps` folder. */
  readonly wit: string;
  /** The world. Needed unless the WIT has exactly one. */
  readonly world?: string;
  /** Folder of the files; made if it is missing. Files of the same names are replaced. */
  readonly out: string;
}

/**
 * Writes what a world exports as TypeScript: `WORLD.d.ts` with the interface `Exports`, and the files that it imports.
 * Each signature is then written once, in WIT: the component is checked with `satisfies`, its callers by `load`.
 *
 * @returns the paths of the files, that of the world first.
 * @throws ComponentizeError `wit`, `world-not-found`
 *
 * @example
 * ```ts
 * import { writeTypes } from "@airssys/componentize";
 *
 * await writeTypes({ wit: "counter.wit", out: "types" });
 * // in the component: import type { Exports } from "./types/counter.d.ts"; books satisfies Exports["books"];
 * // in its host: load<Exports>(...)
 * ```
 */
export async function writeTypes({ wit, world, out }: WriteTypesOptions): Promise<string[]> {
  const text = await readWitText(wit);
  const { files } = await worldTypes(text.text, await readWorld(text, world));
  const folder = resolve(out);
  for (const [path, code] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, code);
  }
  return Array.from(files.keys(), (path) => join(folder, path));
}
