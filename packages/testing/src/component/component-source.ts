import type { Feature } from "@airssys/componentize";
import type { Manifest } from "@airssys/host";

/** A file: its path, relative to the working directory, or its URL. */
export type FileName = string | URL;

/** Where a component comes from. */
export interface ComponentSource {
  /** The TypeScript or JavaScript module that it is made of. Either this or `component`. */
  readonly entry?: FileName;
  /** A component that was built: its bytes, which must not change, or its file. */
  readonly component?: Uint8Array | FileName;
  /** Its WIT: a file or a folder. Default: `wit` in the folder of the nearest `package.json` above the entry. */
  readonly wit?: FileName;
  /** The parts of its engine that it gets. Default as in `@airssys/componentize`. A mock has them all. */
  readonly features?: readonly Feature[];
  /** Its world. Needed unless the WIT has exactly one. */
  readonly world?: string;
  /**
   * Its manifest: a file, the text of one, or what `parseManifest` made of it. Default: `Component.toml` in the folder
   * of the nearest `package.json` above the entry, or above the file of the component.
   */
  readonly manifest?: FileName | Manifest;
  /**
   * The namespaces that the identifiers of `wasi:keyvalue` stand for, as the option `buckets` of `load` in
   * `@airssys/runtime` says.
   */
  readonly buckets?: Readonly<Record<string, string>>;
}
