import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { HarnessError } from "../harness-error.ts";
import type { FileName } from "./component-source.ts";

/** The absolute path of a file. A text may be the text of a URL, as `import.meta.resolve` answers it. */
export function pathOf(file: FileName): string {
  if (file instanceof URL || file.startsWith("file:")) return fileURLToPath(file);
  return resolve(file);
}

/** @throws HarnessError `not-found` */
export function existing(path: string, what: string, wanted: string): string {
  if (existsSync(path)) return path;
  throw new HarnessError("not-found", `there is no ${what} ${path}: ${wanted}`);
}

/** The folder of the nearest `package.json` above a file, or the file's own folder if there is none. */
export function projectFolder(file: string): string {
  const own = dirname(file);
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) return own;
  }
}
