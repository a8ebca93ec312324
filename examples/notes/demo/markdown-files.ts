import { glob } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** The Markdown files in a folder and the folders in it, as paths from there with `/`, in order. */
export async function markdownFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  const found = glob("**/*.[mM][dD]", { cwd: folder, withFileTypes: true, exclude: ({ name }) => GENERATED.has(name) });
  for await (const entry of found) {
    if (!entry.isDirectory()) files.push(relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
  }
  return files.sort();
}

/** Folders that hold no notes: what tools wrote. */
const GENERATED: ReadonlySet<string> = new Set(["node_modules", "api"]);
