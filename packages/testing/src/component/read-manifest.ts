import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Manifest, parseManifest } from "@airssys/host";
import type { ComponentSource } from "./component-source.ts";
import { existingFile, toPath } from "./project-folder.ts";

const WANTED = 'pass "manifest", a file, the text of one, or what parseManifest made of it';

/**
 * Reads the manifest of a component.
 *
 * @param folder of the `Component.toml`, unless the source names a manifest
 * @throws HarnessError `not-found`; ManifestError for an invalid manifest
 */
export async function readManifest({ manifest }: ComponentSource, folder: string): Promise<Manifest> {
  if (typeof manifest === "object" && !(manifest instanceof URL)) return manifest;
  if (typeof manifest === "string" && isText(manifest)) return parseManifest(manifest, "manifest");
  const file = manifest === undefined ? join(folder, "Component.toml") : toPath(manifest);
  return parseManifest(await readFile(existingFile(file, "manifest", WANTED), "utf8"), file);
}

/** Tells the text of a manifest from the name of a file, which is one line and does not begin with a table. */
function isText(manifest: string): boolean {
  return manifest.includes("\n") || manifest.trimStart().startsWith("[");
}
