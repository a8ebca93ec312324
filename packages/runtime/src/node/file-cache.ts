import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TranspileCache, Transpiled } from "@airssys/runtime";

/** What a program may want to know of a cache. */
export interface FileCacheOptions {
  /** Told why something could not be kept, such as a folder that may not be written. Default: nobody is, and loading takes longer. */
  readonly onError?: (error: unknown) => void;
}

/**
 * A cache in a folder, which later processes find again. Each entry is a folder of its own, made beside and then renamed, so that
 * no process ever sees half of one. An entry that was damaged since is not used, and is replaced.
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
export function fileCache(folder: string, { onError }: FileCacheOptions = {}): TranspileCache {
  return {
    get: (key) => readEntry(join(folder, key)),
    set: (key, transpiled) => writeEntry(folder, key, transpiled),
    onError,
  };
}

// An entry has the glue, each module under its name, and an index, which is the only file that says what the others are:
//
//   {"imports": [name...], "digests": {file: SHA-256 in hexadecimal digits...}}

const GLUE_FILE = "glue.js";
const INDEX_FILE = "index.json";

interface Index {
  readonly imports: readonly string[];
  readonly digests: Readonly<Record<string, string>>;
}

/** `undefined` for an entry that is not there, or not as it was written, whatever the reason is: it can always be made again. */
async function readEntry(entry: string): Promise<Transpiled | undefined> {
  try {
    const { imports, digests } = JSON.parse(await readFile(join(entry, INDEX_FILE), "utf8")) as Index; // ours, or it throws
    const files = Object.entries(digests).map(async ([file, digest]) => [file, await readWhole(entry, file, digest)]);
    const { [GLUE_FILE]: glue, ...modules } = Object.fromEntries(await Promise.all(files)) as Record<
      string,
      Uint8Array
    >;
    return { glue: new TextDecoder().decode(glue), imports, modules };
  } catch {
    return undefined;
  }
}

async function readWhole(entry: string, file: string, digest: string): Promise<Uint8Array> {
  const bytes = await readFile(join(entry, file));
  if (digestOf(bytes) !== digest) throw new Error(`${file} of ${entry} is damaged`);
  return bytes;
}

async function writeEntry(folder: string, key: string, { glue, imports, modules }: Transpiled): Promise<void> {
  await mkdir(folder, { recursive: true });
  const making = await mkdtemp(join(folder, `${key}.making-`));
  try {
    const files = Object.entries({ ...modules, [GLUE_FILE]: new TextEncoder().encode(glue) });
    for (const [file, bytes] of files) await writeFile(join(making, file), bytes);
    const index: Index = {
      imports,
      digests: Object.fromEntries(files.map(([file, bytes]) => [file, digestOf(bytes)])),
    };
    await writeFile(join(making, INDEX_FILE), JSON.stringify(index));
    await putInPlace(making, join(folder, key));
  } finally {
    await rm(making, { recursive: true, force: true }); // gone already, unless something failed or another process was first
  }
}

/** A folder cannot be renamed to one that has something in it. Another process may be first, with the same content; what is damaged goes. */
async function putInPlace(making: string, entry: string): Promise<void> {
  try {
    await rename(making, entry);
  } catch {
    if ((await readEntry(entry)) !== undefined) return;
    await rm(entry, { recursive: true, force: true });
    await rename(making, entry);
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
