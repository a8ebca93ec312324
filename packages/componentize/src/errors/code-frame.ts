import { readFile } from "node:fs/promises";
import type { Location } from "./location.ts";

/** The line of a place and a mark below its column, to be printed under an error; nothing if there is no such line. */
export async function codeFrame(location: Location | undefined): Promise<string> {
  if (!location) return "";
  const text = await readFile(location.file, "utf8").catch(() => "");
  const line = text.split("\n")[location.line - 1]?.trimEnd();
  if (line === undefined) return "";
  const gutter = `${location.line} | `;
  // Tabs stay tabs, so that the mark stands below its character whatever their width.
  const indent = line.slice(0, location.column - 1).replace(/[^\t]/g, " ");
  return `\n\n${gutter}${line}\n${" ".repeat(gutter.length)}${indent}^`;
}
