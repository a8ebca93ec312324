import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TranspileCache, Transpiled } from "@airssys/runtime";

/**
 * A cache in a folder, which later processes find again. Each entry is a folder of its own, made beside and then renamed, so that
 * no process ever sees half of one.
 *
 * What is in the folder is run as code: it must not be writable for anyone who is not trusted with the host.
 *
 * @example
 * ```ts
 * import { fileCache } from "@airssys/runtime/node";
 *
 * const cache = fileCache("./.cache/components");
 * // load(bytes, { host, manifest, cache })
 * ```
 */
export function fileCache(folder: string): TranspileCache {
  return {
    get: (key) => readEntry(join(folder, key)),
    set: (key, transpiled) => writeEntry(folder, key, transpiled),
  };
}

const GLUE_FILE = "glue.js";
const IMPORTS_FILE = "imports.json";

async function readEntry(entry: string): Promise<Transpiled | undefined> {
  const files = await readdir(entry).catch(() => undefined); // not there
  if (files === undefined) return undefined;
  const modules = files.filter((file) => file.endsWith(".wasm"));
  const contents = await Promise.all(modules.map((file) => readFile(join(entry, file))));
  return {
    glue: await readFile(join(entry, GLUE_FILE), "utf8"),
    imports: JSON.parse(await readFile(join(entry, IMPORTS_FILE), "utf8")) as string[],
    modules: Object.fromEntries(modules.map((file, index) => [file, contents[index] as Uint8Array])),
  };
}

async function writeEntry(folder: string, key: string, { glue, imports, modules }: Transpiled): Promise<void> {
  await mkdir(folder, { recursive: true });
  const making = await mkdtemp(join(folder, `${key}.making-`));
  await writeFile(join(making, GLUE_FILE), glue);
  await writeFile(join(making, IMPORTS_FILE), JSON.stringify(imports));
  for (const [file, bytes] of Object.entries(modules)) await writeFile(join(making, file), bytes);
  try {
    await rename(making, join(folder, key));
  } catch {
    await rm(making, { recursive: true, force: true }); // another process was first, with the same content
  }
}
