import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { originalPositionFor, sourceContentFor, TraceMap } from "@jridgewell/trace-mapping";
import { BUNDLE_NAME } from "./bundle.ts";
import { type Location, locationAt } from "./location.ts";

/** Finds the way from the bundle back to the files it was made from. */
export class BundleTrace {
  readonly #map: TraceMap;
  readonly #folder: string;
  readonly #project: string;

  constructor(sourceMap: string, entry: string) {
    this.#map = new TraceMap(sourceMap);
    this.#folder = dirname(resolve(entry));
    this.#project = projectOf(this.#folder);
  }

  /**
   * The place that a text with positions in the bundle, such as a stack trace, points to: the first one in the user's
   * own files, or else the first one in any file.
   */
  locate(text: string): Location | undefined {
    const positions = text.matchAll(new RegExp(`\\b${BUNDLE_NAME.replace(".", "\\.")}:(\\d+):(\\d+)`, "g"));
    const locations = Array.from(positions, ([, line, column]) => this.#original(Number(line), Number(column)));
    const known = locations.filter((location) => location !== undefined);
    return known.find((location) => this.#isOwn(location.file)) ?? known[0];
  }

  /** Where a word first stands in the user's own files, or else in any file. */
  locateWord(word: string): Location | undefined {
    const pattern = new RegExp(`(?<![\\w$])${word.replaceAll("$", "\\$")}(?![\\w$])`);
    const locations = this.#map.sources.flatMap((source) => {
      const text = source === null ? null : sourceContentFor(this.#map, source);
      const offset = text?.search(pattern) ?? -1;
      return source === null || text === null || offset < 0 ? [] : [locationAt(this.#file(source), text, offset)];
    });
    return locations.find(({ file }) => this.#isOwn(file)) ?? locations[0];
  }

  /** Lines and columns of the engine begin at 1, columns of a source map at 0. */
  #original(line: number, column: number): Location | undefined {
    const original = originalPositionFor(this.#map, { line, column: Math.max(0, column - 1) });
    if (original.source === null) return undefined;
    return { file: this.#file(original.source), line: original.line, column: original.column + 1 };
  }

  #file(source: string): string {
    return resolve(this.#folder, source);
  }

  /** Files of the project that the entry is part of are the user's own; those of packages are not, nor of the workspace around. */
  #isOwn(file: string): boolean {
    const path = relative(this.#project, file);
    return !path.startsWith("..") && !path.split(sep).includes("node_modules");
  }
}

/** The nearest folder with a `package.json`, or the folder itself. */
function projectOf(folder: string): string {
  for (let candidate = folder; dirname(candidate) !== candidate; candidate = dirname(candidate)) {
    if (existsSync(join(candidate, "package.json"))) return candidate;
  }
  return folder;
}
