import type { Feature } from "@airssys/componentize";
import type { Manifest } from "@airssys/host";

/** A file: its path, relative to the working directory, or its URL. */
export type FileName = string | URL;

/** Names a component: its source or the built component, and its manifest. */
export interface ComponentSource {
  /** The TypeScript or JavaScript module to build it from. Either this or `component`. */
  readonly entry?: FileName;
  /** A component that was built: its bytes, which must not change, or its file. */
  readonly component?: Uint8Array | FileName;
  /** Its WIT: a file or a folder. Default: `wit` in the folder of the nearest `package.json` above the entry. */
  readonly wit?: FileName;
  /** Features of its JavaScript engine. Default: as in `@airssys/componentize`. In mock mode it has all of them. */
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
