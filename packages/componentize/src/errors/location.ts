import { isAbsolute, relative } from "node:path";

/** A place in a file that the user wrote. Lines and columns begin at 1; a column counts UTF-16 units, as editors do. */
export interface Location {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `src/counter.ts:3:14`, relative to the working directory where that is shorter, so that a terminal can open it. */
export function formatLocation(location: Location): string {
  return `${displayPath(location.file)}:${location.line}:${location.column}`;
}

/** The path relative to the working directory for a file below it, else as it is. */
export function displayPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path === "" || path.startsWith("..") || isAbsolute(path) ? file : path;
}

/** The place of the character at `offset` of a file's text. */
export function locationAt(file: string, text: string, offset: number): Location {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { file, line: before.split("\n").length, column: offset - lineStart + 1 };
}
