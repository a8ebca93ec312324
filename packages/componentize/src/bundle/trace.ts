import { dirname, resolve } from "node:path";
import { BUNDLE_NAME, SourceTrace } from "@airssys/runtime/source-trace";
import { type Location, locationAt } from "../errors/location.ts";
import { isOwnFile, projectOf } from "./project.ts";

/** Finds the way from the bundle back to the files it was made from, by their absolute paths. */
export class BundleTrace {
  readonly #trace: SourceTrace;
  readonly #project: string;

  /** @param name of the bundle in stack traces. */
  constructor(sourceMap: string, entry: string, name: string = BUNDLE_NAME) {
    const folder = dirname(resolve(entry));
    this.#trace = new SourceTrace(sourceMap, { name, fileOf: (source) => resolve(folder, source) });
    this.#project = projectOf(folder);
  }

  /**
   * The place that a text with positions in the bundle, such as a stack trace, points to: the first one in the user's
   * own files, or else the first one in any file.
   */
  locate(text: string): Location | undefined {
    const places = this.#trace.places(text);
    return places.find(({ file }) => this.#isOwn(file)) ?? places[0];
  }

  /** The place that a position in the bundle comes from. Lines and columns begin at 1. */
  place(line: number, column: number): Location | undefined {
    return this.#trace.place(line, column);
  }

  /** Returns the text of a file that went into the bundle. */
  textOf(file: string): string | undefined {
    return this.#trace.textOf(file);
  }

  /** A text with the positions in the bundle as those in the files that it was made of, where these are known. */
  mapped(text: string): string {
    return this.#trace.mapped(text);
  }

  /** The first place of a word in the user's own files, or else in any file. */
  locateWord(word: string): Location | undefined {
    const pattern = new RegExp(`(?<![\\w$])${word.replaceAll("$", "\\$")}(?![\\w$])`);
    const locations = this.#trace.files.flatMap((file) => {
      const text = this.#trace.textOf(file) ?? "";
      const offset = text.search(pattern);
      return offset < 0 ? [] : [locationAt(file, text, offset)];
    });
    return locations.find(({ file }) => this.#isOwn(file)) ?? locations[0];
  }

  #isOwn(file: string): boolean {
    return isOwnFile(file, this.#project);
  }
}
