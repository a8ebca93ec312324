/** A file or a folder of a recording, whatever its name is. */
export interface FileNode {
  readonly isFolder: boolean;
}

/** A name that begins to lead to a file, or to lead nowhere. */
export interface NameChange {
  readonly folder: FileNode;
  readonly name: string;
  readonly node: FileNode | undefined;
}

/** One thing that a process did. */
export type Step =
  /** Bytes went to a file. `isDurable` if they were durable when the call returned. */
  | {
      readonly type: "write";
      readonly file: FileNode;
      readonly offset: number;
      readonly data: Buffer;
      readonly isDurable: boolean;
    }
  /** A file was cut off or extended. */
  | { readonly type: "resize"; readonly file: FileNode; readonly bytes: number }
  /** Names changed, all of them or none. They are durable once `folder` is synced. */
  | { readonly type: "rename"; readonly folder: FileNode; readonly changes: readonly NameChange[] }
  /** Makes durable all steps of a file, or of all files, that came before the step `begun`. */
  | { readonly type: "sync"; readonly node: FileNode | "all"; readonly begun: number }
  /** The process wrote to its standard output. */
  | { readonly type: "say"; readonly lines: readonly string[] };

/** A process's work in one folder, which was empty when it began. */
export interface Recording {
  readonly root: FileNode;
  readonly steps: readonly Step[];
  /** Files that are written through shared memory, whose bytes are unknown therefore. */
  readonly unknown: ReadonlySet<FileNode>;
}
