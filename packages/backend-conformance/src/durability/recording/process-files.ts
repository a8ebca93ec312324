import { posix } from "node:path";
import type { Call } from "./call.ts";
import { Names } from "./names.ts";
import type { FileNode, NameChange, Step } from "./step.ts";

/** An open file. Descriptors that were made by `dup` share it. */
export interface OpenFile {
  readonly node: FileNode;
  readonly isAppending: boolean;
  /** Whether each write is durable when it returns. */
  readonly isDurable: boolean;
  readonly isWritable: boolean;
  position: number;
}

interface Mapping {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly node: FileNode;
}

/** The files of a process in one folder, while its calls are replayed. */
export class ProcessFiles {
  readonly names: Names;
  readonly steps: Step[] = [];
  /** Files whose bytes nobody knows. */
  readonly unknown = new Set<FileNode>();
  /** Memory through which files could be written if it were not for its protection. */
  readonly mappings: Mapping[] = [];
  readonly #descriptors = new Map<number, OpenFile>();
  readonly #sizes = new Map<FileNode, number>();

  constructor(folder: string) {
    this.names = new Names(folder);
  }

  /** The open file of a descriptor; `undefined` if it is none of the folder. @throws Error if nobody saw it opened. */
  openFile(descriptor: string): OpenFile | undefined {
    const number = Number.parseInt(descriptor, 10);
    const path = pathOf(descriptor);
    if (path === undefined || !this.names.isInside(path)) {
      this.#descriptors.delete(number);
      return undefined;
    }
    const file = this.#descriptors.get(number);
    if (file === undefined || !this.names.pathsOf(file.node).has(path))
      throw new Error(`cannot replay a call on descriptor ${number} of ${path}: it was not recorded how it was opened`);
    return file;
  }

  /** The file of a number alone, as calls show it that are recorded without their strings. */
  openFileAt(number: number): OpenFile | undefined {
    return this.#descriptors.get(number);
  }

  setDescriptor(number: number, file: OpenFile | undefined): void {
    if (file === undefined) this.#descriptors.delete(number);
    else this.#descriptors.set(number, file);
  }

  sizeOf(node: FileNode): number {
    return this.#sizes.get(node) ?? 0;
  }

  write(file: OpenFile, offset: number, data: Buffer, isDurable = file.isDurable): void {
    this.#sizes.set(file.node, Math.max(this.sizeOf(file.node), offset + data.length));
    this.steps.push({ type: "write", file: file.node, offset, data, isDurable });
  }

  resize(node: FileNode, bytes: number): void {
    if (bytes === this.sizeOf(node)) return;
    this.#sizes.set(node, bytes);
    this.steps.push({ type: "resize", file: node, bytes });
  }

  /** Makes paths lead elsewhere, in one step. The last of them is the one whose folder has to be synced. */
  rename(...paths: readonly (readonly [path: string, node: FileNode | undefined])[]): void {
    const changes: NameChange[] = [];
    for (const [path, node] of paths) {
      const change = this.names.change(path, node);
      this.names.apply(path, change);
      changes.push(change);
    }
    const folder = changes.at(-1)?.folder;
    if (folder !== undefined) this.steps.push({ type: "rename", folder, changes });
  }
}

/** The path of a descriptor, such as `3<\x2f\x61>` or `AT_FDCWD<\x2f\x61>(deleted)`; `undefined` if it has none. */
export function pathOf(descriptor: string): string | undefined {
  const [, hex] = /<((?:\\x[0-9a-f]{2})+)>/.exec(descriptor) ?? [];
  if (hex === undefined) return undefined;
  const path = Buffer.from(hex.replaceAll("\\x", ""), "hex").toString();
  return path.startsWith("/") ? path : undefined;
}

/** The path that a call names: below the folder of a descriptor, or of the process. */
export function pathIn(call: Call, index: number, at?: string): string {
  const path = call.strings[index]?.toString() ?? "";
  return posix.resolve((at === undefined ? undefined : pathOf(at)) ?? process.cwd(), path);
}
