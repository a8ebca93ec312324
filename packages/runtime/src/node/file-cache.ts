import { createHash } from "node:crypto";
import { mkdir, mkdtemp, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TranspileCache, Transpiled } from "@airssys/runtime";

/** Options of {@link fileCache}. */
export interface FileCacheOptions {
  /**
   * Receives errors, such as that the folder cannot be written. Default: errors are ignored, and loading takes longer.
   */
  readonly onError?: (error: unknown) => void;
}

/**
 * Opens a cache in a folder, which survives the process. Each entry is a folder, written under another name and then
 * renamed, so that no process sees half of one. A damaged entry is ignored and replaced.
 *
 * Entries are run as code. So they are written for their owner alone, and read only if nobody else can have written
 * them: on POSIX systems, files that belong to another user or are writable by others are ignored. An entry is bound to
 * its key, which covers the bytes of the component and the versions of the tools, so one entry cannot stand in for
 * another.
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
    get: (key) => readEntry(folder, key),
    set: (key, transpiled) => writeEntry(folder, key, transpiled),
    onError,
  };
}

// An entry holds the glue, each module under its name, the rest of the result as JSON, and an index:
//
// {"key": key, "digests": {file: SHA-256 in hexadecimal digits...}}

const GLUE_FILE = "glue.js";
const MADE_FILE = "made.json";
const INDEX_FILE = "index.json";

/** Permissions of a file that only its owner can read and write. */
const OWN_FILE = 0o600;

/** Permission bits that let others than the owner write. */
const OTHERS_WRITE = 0o022;

interface Index {
  readonly key: string;
  readonly digests: Readonly<Record<string, string>>;
}

/** Reads an entry. Returns `undefined` if it is missing or damaged in any way, since it can be made again. */
async function readEntry(folder: string, key: string): Promise<Transpiled | undefined> {
  const entry = join(folder, key);
  try {
    const index: Index = JSON.parse((await readOwn(join(entry, INDEX_FILE))).toString("utf8")); // throws if damaged
    if (index.key !== key) return undefined;
    const files = Object.entries(index.digests).map(async ([file, digest]) => [
      file,
      await readWhole(entry, file, digest),
    ]);
    const {
      [GLUE_FILE]: glue,
      [MADE_FILE]: made,
      ...modules
    } = Object.fromEntries(await Promise.all(files)) as Record<string, Uint8Array>;
    const text = new TextDecoder();
    const others: Omit<Transpiled, "glue" | "modules"> = JSON.parse(text.decode(made)); // its digest matches
    return { ...others, glue: text.decode(glue), modules };
  } catch {
    return undefined;
  }
}

async function readWhole(entry: string, file: string, digest: string): Promise<Uint8Array> {
  const bytes = await readOwn(join(entry, file));
  if (sha256(bytes) !== digest) throw new Error(`${file} of ${entry} is damaged`);
  return bytes;
}

/** Reads a file. Throws if anyone else may have written it. */
async function readOwn(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { uid, mode } = await file.stat();
  const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & OTHERS_WRITE) === 0);
  if (!isOwn) throw new Error(`${path} may have been written by others`);
  return file.readFile();
}

async function writeEntry(folder: string, key: string, { glue, modules, ...made }: Transpiled): Promise<void> {
  await mkdir(folder, { recursive: true });
  const making = await mkdtemp(join(folder, `${key}.making-`));
  try {
    const text = new TextEncoder();
    const texts = { [GLUE_FILE]: text.encode(glue), [MADE_FILE]: text.encode(JSON.stringify(made)) };
    const files = Object.entries({ ...modules, ...texts });
    for (const [file, bytes] of files) await writeFile(join(making, file), bytes, { mode: OWN_FILE });
    const index: Index = {
      key,
      digests: Object.fromEntries(files.map(([file, bytes]) => [file, sha256(bytes)])),
    };
    await writeFile(join(making, INDEX_FILE), JSON.stringify(index), { mode: OWN_FILE });
    await putInPlace(making, folder, key);
  } finally {
    // Already moved, unless something failed or another process was first.
    await rm(making, { recursive: true, force: true });
  }
}

/**
 * Moves a finished entry into place. A folder cannot be renamed onto one that is not empty: another process may have
 * been first, with the same content. A damaged entry is replaced.
 */
async function putInPlace(making: string, folder: string, key: string): Promise<void> {
  const entry = join(folder, key);
  try {
    await rename(making, entry);
  } catch {
    if ((await readEntry(folder, key)) !== undefined) return;
    await rm(entry, { recursive: true, force: true });
    await rename(making, entry);
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
