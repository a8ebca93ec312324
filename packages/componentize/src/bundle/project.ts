import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** The nearest folder with a `package.json`, or the folder itself. */
export function projectOf(folder: string): string {
  for (let candidate = folder; dirname(candidate) !== candidate; candidate = dirname(candidate)) {
    if (existsSync(join(candidate, "package.json"))) return candidate;
  }
  return folder;
}

/**
 * Files of the project that an entry is part of are the user's own; those of packages are not, nor of the workspace
 * around.
 */
export function isOwnFile(file: string, project: string): boolean {
  const path = relative(project, file);
  return !path.startsWith("..") && !path.split(sep).includes("node_modules");
}
