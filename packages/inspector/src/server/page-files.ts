import { readdir, readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Where `scripts/build-page.ts` puts them. */
const FOLDER = fileURLToPath(new URL("../../dist/page", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * Reads the files of the page, by their paths in an address. They are few and small; no request leads to another file.
 *
 * @throws Error if the page was not built, which happens in a clone of the repository alone.
 */
export async function readPageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const entries = await readdir(FOLDER, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new Error(`the page is not built: run "npx pnpm@12 build"`, { cause });
  });
  const files = entries.filter((entry) => entry.isFile() && extname(entry.name) in TYPES);
  return new Map(await Promise.all(files.map(async (entry) => await fileAt(join(entry.parentPath, entry.name)))));
}

async function fileAt(path: string): Promise<[string, PageFile]> {
  const address = path.slice(FOLDER.length).split(sep).join("/");
  const type = TYPES[extname(path)] ?? "application/octet-stream";
  return [address === "/index.html" ? "/" : address, { type, bytes: new Uint8Array(await readFile(path)) }];
}
