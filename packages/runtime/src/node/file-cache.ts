import { createHash } from "node:crypto";
import { mkdir, mkdtemp, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TranspileCache, Transpiled } from "@airssys/runtime";

/** What a program may want to know of a cache. */
export interface FileCacheOptions {
  /**
   * Told why something could not be kept, such as a folder that may not be written. Default: nobody is, and loading
   * takes longer.
   */
  readonly onError?: (error: unknown) => void;
}

/**
 * A cache in a folder, which later processes find again. Each entry is a folder of its own, made beside and then
 * renamed, so that no process ever sees half of one. An entry that was damaged since is not used, and is replaced.
 *
 * What is kept is run as code. So it is written for its owner alone, and read only if nobody else can have written it:
 * on POSIX systems files that belong to another user, or that others may write, are not used. An entry is bound to its
 * key, which names the bytes of the component and the versions of the tools: one that was put in the place of another
 * is not used either.
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

// An entry has the glue, each module under its name, what else was made of the component as JSON, and an index, which
// says what the others are:
//
//   {"key": key, "digests": {file: SHA-256 in hexadecimal digits...}}

const GLUE_FILE = "glue.js";
const MADE_FILE = "made.json";
const INDEX_FILE = "index.json";

/** Permissions of a file that its owner alone reads and writes. */
const OWN_FILE = 0o600;

/** The bits of permissions by which others than the owner may write. */
const OTHERS_WRITE = 0o022;

interface Index {
  readonly key: string;
  readonly digests: Readonly<Record<string, string>>;
}

/**
 * `undefined` for an entry that is not there, or not as it was written, whatever the reason is: it can always be made
 * again.
 */
async function readEntry(folder: string, key: string): Promise<Transpiled | undefined> {
  const entry = join(folder, key);
  try {
    const index: Index = JSON.parse((await readOwn(join(entry, INDEX_FILE))).toString("utf8")); // ours, or it throws
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
    const others: Omit<Transpiled, "glue" | "modules"> = JSON.parse(text.decode(made)); // as it was written
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

/** Reads a file that nobody else can have written. */
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
    // Gone already, unless something failed or another process was first.
    await rm(making, { recursive: true, force: true });
  }
}

/**
 * A folder cannot be renamed to one that has something in it. Another process may be first, with the same content; what
 * is damaged goes.
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
