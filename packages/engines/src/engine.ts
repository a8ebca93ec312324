import type { Backend } from "@airssys/backend";

/** How to open an engine at a place. */
interface PlaceOptions {
  readonly readOnly: boolean;
}

/** An engine that addresses can name. */
export interface Engine {
  /** Package that has it, which is loaded when it is needed. */
  readonly package: string;
  /** Package that it runs on and that has to be installed beside it, if there is one. */
  readonly runsOn?: string;
  /**
   * Meaning of the part of an address after the colon: `none` if there is nothing to name, `path` for a file or folder,
   * `url` if the whole address goes to the engine.
   */
  readonly place: "none" | "path" | "url";
  /** Whether a store is at the place, as far as its files tell. */
  exists(place: string): boolean;
  /** Loads the package and opens the place. */
  open(place: string, options: PlaceOptions): Promise<Backend>;
  /** Loads the package, and opens nothing. */
  load(): Promise<unknown>;
}
