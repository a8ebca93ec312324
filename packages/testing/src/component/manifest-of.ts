import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Manifest, parseManifest } from "@airssys/host";
import type { ComponentSource } from "./component-source.ts";
import { existingFile, pathOf } from "./project-folder.ts";

const WANTED = 'pass "manifest", a file, the text of one, or what parseManifest made of it';

/**
 * The manifest of a component.
 *
 * @param folder where it is looked for unless the source says.
 * @throws HarnessError `not-found`; ManifestError for what is wrong with it
 */
export async function manifestOf({ manifest }: ComponentSource, folder: string): Promise<Manifest> {
  if (typeof manifest === "object" && !(manifest instanceof URL)) return manifest;
  if (typeof manifest === "string" && isText(manifest)) return parseManifest(manifest, "manifest");
  const file = manifest === undefined ? join(folder, "Component.toml") : pathOf(manifest);
  return parseManifest(await readFile(existingFile(file, "manifest", WANTED), "utf8"), file);
}

/**
 * A manifest has a `[component]`, or breaks a rule that its reader tells; a name of a file is one line and no table.
 */
function isText(manifest: string): boolean {
  return manifest.includes("\n") || manifest.trimStart().startsWith("[");
}
