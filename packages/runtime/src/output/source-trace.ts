import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** The name that the code of a component has in its stack traces, as `@airssys/componentize` builds it. */
export const BUNDLE_NAME = "component.js";

/** A place in a file that a component was made of. Lines and columns begin at 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Options of a {@link SourceTrace}. */
export interface SourceTraceOptions {
  /** Name of the code in stack traces. Default: {@link BUNDLE_NAME}. */
  readonly name?: string;
  /** Returns the file of a source of the map. Default: the source as the map has it, below its `sourceRoot`. */
  readonly fileOf?: (source: string) => string;
}

/**
 * Finds the way from positions in the code of a component, `component.js:7551:15`, back to the files that it was made
 * of. The map is decoded when a text first has such a position.
 */
export class SourceTrace {
  readonly #map: TraceMap;
  readonly #positions: RegExp;
  readonly #fileOf: (source: string) => string;

  /**
   * @param sourceMap a source map, version 3, as JSON.
   * @throws TypeError if it is none
   */
  constructor(sourceMap: string, { name = BUNDLE_NAME, fileOf = (source) => source }: SourceTraceOptions = {}) {
    this.#map = readMap(sourceMap);
    this.#positions = new RegExp(`(?<![\\w$])${name.replace(/[^\w/]/g, "\\$&")}:(\\d+):(\\d+)`, "g");
    this.#fileOf = fileOf;
  }

  /** The files that the code was made of. */
  get files(): readonly string[] {
    return this.#map.resolvedSources.map((source) => this.#fileOf(source));
  }

  /** Returns the text of a file, if the map has it. */
  textOf(file: string): string | undefined {
    return this.#map.sourcesContent?.[this.files.indexOf(file)] ?? undefined;
  }

  /** Returns the place that a position in the code comes from. Lines and columns begin at 1. */
  place(line: number, column: number): SourcePlace | undefined {
    if (line < 1) return undefined;
    const original = originalPositionFor(this.#map, { line, column: Math.max(0, column - 1) });
    if (original.source === null) return undefined;
    return { file: this.#fileOf(original.source), line: original.line, column: original.column + 1 };
  }

  /** Returns the places of all positions in a text that are known, in their order. */
  places(text: string): SourcePlace[] {
    const positions = Array.from(text.matchAll(this.#positions));
    return positions.flatMap(([, line, column]) => this.place(Number(line), Number(column)) ?? []);
  }

  /** Returns a text with its positions in the code replaced by those in the files, where these are known. */
  mapped(text: string): string {
    return text.replace(this.#positions, (position, line: string, column: string) => {
      const place = this.place(Number(line), Number(column));
      return place === undefined ? position : `${place.file}:${place.line}:${place.column}`;
    });
  }
}

/**
 * Returns a source map whose sources are found from another folder: those that are relative, below `folder`.
 *
 * @param folder absolute or relative path with `/` between its parts.
 */
export function rootSourceMap(sourceMap: string, folder: string): string {
  const map: { sourceRoot?: string } = JSON.parse(sourceMap);
  const root = map.sourceRoot ?? "";
  const sourceRoot = root.startsWith("/") ? root : `${folder.replace(/\/$/, "")}/${root}`;
  return JSON.stringify({ ...map, sourceRoot });
}

function readMap(sourceMap: string): TraceMap {
  const expected = "a source map, version 3, as JSON was expected";
  let map: TraceMap;
  try {
    map = new TraceMap(sourceMap);
  } catch (cause) {
    throw new TypeError(expected, { cause });
  }
  if (map.version !== 3) throw new TypeError(expected);
  return map;
}
