import { posix } from "node:path";
import type { FileNode, NameChange } from "./step.ts";

/** The names in a folder and below it, as the recorded process sees them. */
export class Names {
  readonly root: FileNode = { isFolder: true };
  readonly #path: string;
  readonly #entries = new Map<FileNode, Map<string, FileNode>>();
  /** Every path that a file had. */
  readonly #known = new Map<FileNode, Set<string>>([[this.root, new Set()]]);

  /** @param path of the folder, without symbolic links. */
  constructor(path: string) {
    this.#path = posix.normalize(path);
    this.#known.get(this.root)?.add(this.#path);
  }

  /** Whether a path is that of the folder, or of something below it. */
  isInside(path: string): boolean {
    const whole = posix.normalize(path);
    return whole === this.#path || whole.startsWith(`${this.#path}/`);
  }

  /** Every path that a file has or had. */
  pathsOf(node: FileNode): ReadonlySet<string> {
    return this.#known.get(node) ?? new Set();
  }

  find(path: string): FileNode | undefined {
    let node: FileNode | undefined = this.root;
    for (const name of this.#below(path)) node = node && this.#entries.get(node)?.get(name);
    return node;
  }

  /** The change that makes a path lead to a file, or nowhere. @throws Error if there is no folder for it. */
  change(path: string, node: FileNode | undefined): NameChange {
    const folder = this.find(posix.dirname(posix.normalize(path)));
    if (folder === undefined) throw new Error(`cannot replay a change of ${path}, whose folder was not recorded`);
    return { folder, name: posix.basename(posix.normalize(path)), node };
  }

  apply(path: string, { folder, name, node }: NameChange): void {
    const entries = this.#entries.get(folder) ?? new Map<string, FileNode>();
    this.#entries.set(folder, entries);
    if (node === undefined) entries.delete(name);
    else entries.set(name, node);
    if (node !== undefined) this.#remember(node, posix.normalize(path));
  }

  #remember(node: FileNode, path: string): void {
    const known = this.#known.get(node) ?? new Set();
    this.#known.set(node, known.add(path));
    for (const [name, child] of this.#entries.get(node) ?? []) this.#remember(child, `${path}/${name}`);
  }

  #below(path: string): string[] {
    return posix
      .relative(this.#path, posix.normalize(path))
      .split("/")
      .filter((name) => name !== "");
  }
}
