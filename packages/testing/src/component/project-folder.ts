import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describeValue } from "../errors/describe-value.ts";
import { HarnessError } from "../errors/harness-error.ts";
import type { FileName } from "./component-source.ts";

/**
 * Converts a file name to an absolute path. A text may be a `file:` URL, as `import.meta.resolve` returns it.
 *
 * @throws TypeError for anything else
 */
export function toPath(file: FileName): string {
  const text = file instanceof URL ? file.href : file;
  if (typeof text === "string" && text.startsWith("file:")) return fileURLToPath(text);
  if (typeof text === "string" && text !== "" && !/^[a-z][a-z0-9+.-]+:/i.test(text)) return resolve(text);
  throw new TypeError(`a file expected a path or a URL that begins with file:, got ${describeValue(text)}`);
}

/** @throws HarnessError `not-found` */
export function existing(path: string, what: string, wanted: string): string {
  if (existsSync(path)) return path;
  throw new HarnessError("not-found", `there is no ${what} ${path}: ${wanted}`);
}

/** Requires a file that is no folder. @throws HarnessError `not-found` */
export function existingFile(path: string, what: string, wanted: string): string {
  if (!statSync(existing(path, what, wanted)).isDirectory()) return path;
  throw new HarnessError("not-found", `the ${what} ${path} is a folder: ${wanted}`);
}

/** Returns the folder of the nearest `package.json` above a file, or the file's own folder if there is none. */
export function projectFolder(file: string): string {
  const own = dirname(file);
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) return own;
  }
}
