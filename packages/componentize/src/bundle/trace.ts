import { dirname, resolve } from "node:path";
import { originalPositionFor, sourceContentFor, TraceMap } from "@jridgewell/trace-mapping";
import { type Location, locationAt } from "../errors/location.ts";
import { BUNDLE_NAME } from "./bundle.ts";
import { isOwnFile, projectOf } from "./project.ts";

/** Finds the way from the bundle back to the files it was made from. */
export class BundleTrace {
  readonly #map: TraceMap;
  readonly #name: string;
  readonly #folder: string;
  readonly #project: string;

  /** @param name of the bundle in stack traces. */
  constructor(sourceMap: string, entry: string, name: string = BUNDLE_NAME) {
    this.#map = new TraceMap(sourceMap);
    this.#name = name;
    this.#folder = dirname(resolve(entry));
    this.#project = projectOf(this.#folder);
  }

  /**
   * The place that a text with positions in the bundle, such as a stack trace, points to: the first one in the user's
   * own files, or else the first one in any file.
   */
  locate(text: string): Location | undefined {
    const positions = text.matchAll(this.#positions());
    const locations = Array.from(positions, ([, line, column]) => this.#original(Number(line), Number(column)));
    const known = locations.filter((location) => location !== undefined);
    return known.find((location) => this.#isOwn(location.file)) ?? known[0];
  }

  /** The place that a position in the bundle comes from. Lines and columns begin at 1. */
  place(line: number, column: number): Location | undefined {
    return this.#original(line, column);
  }

  /** Returns the text of a file that went into the bundle. */
  textOf(file: string): string | undefined {
    const source = this.#map.sources.find((source) => source !== null && this.#file(source) === file);
    return (source && sourceContentFor(this.#map, source)) ?? undefined;
  }

  /** A text with the positions in the bundle as those in the files that it was made of, where these are known. */
  mapped(text: string): string {
    return text.replace(this.#positions(), (position, line: string, column: string) => {
      const original = this.#original(Number(line), Number(column));
      return original === undefined ? position : `${original.file}:${original.line}:${original.column}`;
    });
  }

  /** The first place of a word in the user's own files, or else in any file. */
  locateWord(word: string): Location | undefined {
    const pattern = new RegExp(`(?<![\\w$])${word.replaceAll("$", "\\$")}(?![\\w$])`);
    const locations = this.#map.sources.flatMap((source) => {
      const text = source === null ? null : sourceContentFor(this.#map, source);
      const offset = text?.search(pattern) ?? -1;
      return source === null || text === null || offset < 0 ? [] : [locationAt(this.#file(source), text, offset)];
    });
    return locations.find(({ file }) => this.#isOwn(file)) ?? locations[0];
  }

  #positions(): RegExp {
    return new RegExp(`(?<![\\w$])${this.#name.replace(/[^\w/]/g, "\\$&")}:(\\d+):(\\d+)`, "g");
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

  #isOwn(file: string): boolean {
    return isOwnFile(file, this.#project);
  }
}
