import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileNode, Step } from "../recording/step.ts";
import type { Random } from "../workload/random.ts";

/** The files and folders of a folder, by their paths below it. */
export interface Contents {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly folders: readonly string[];
}

interface Circumstances {
  /** All steps, those that are lost among them: the size of a file may be on the disk where its bytes are not. */
  readonly begun: readonly Step[];
  readonly unknown: ReadonlySet<FileNode>;
  readonly random: Random;
}

/** The contents of a folder after some steps. Files whose bytes are unknown are missing, or hold anything. */
export function contentsOf(root: FileNode, steps: readonly Step[], circumstances: Circumstances): Contents {
  const names = namesAfter(steps);
  const [writes, begun] = [stepsByFile(steps), stepsByFile(circumstances.begun)];
  const files = new Map<string, Buffer>();
  const folders: string[] = [];
  const visit = (folder: FileNode, path: string) => {
    for (const [name, node] of names.get(folder) ?? []) {
      if (node.isFolder) folders.push(join(path, name));
      if (node.isFolder) visit(node, join(path, name));
      else if (!circumstances.unknown.has(node))
        files.set(join(path, name), fileAfter(writes.get(node) ?? [], begun.get(node) ?? [], circumstances.random));
      else if (circumstances.random(2) === 0)
        files.set(join(path, name), garbage(sizeAfter(begun.get(node) ?? []), circumstances.random));
    }
  };
  visit(root, "");
  return { files, folders };
}

/** Writes contents to a folder, which is created. */
export function writeContents(folder: string, { files, folders }: Contents): void {
  for (const path of ["", ...folders]) mkdirSync(join(folder, path), { recursive: true });
  for (const [path, bytes] of files) writeFileSync(join(folder, path), bytes);
}

function namesAfter(steps: readonly Step[]): Map<FileNode, Map<string, FileNode>> {
  const names = new Map<FileNode, Map<string, FileNode>>();
  for (const step of steps) {
    for (const { folder, name, node } of step.type === "rename" ? step.changes : []) {
      const entries = names.get(folder) ?? new Map<string, FileNode>();
      names.set(folder, entries);
      if (node === undefined) entries.delete(name);
      else entries.set(name, node);
    }
  }
  return names;
}

type FileStep = Extract<Step, { readonly file: FileNode }>;

function stepsByFile(steps: readonly Step[]): Map<FileNode, FileStep[]> {
  return Map.groupBy(
    steps.filter((step): step is FileStep => step.type === "write" || step.type === "resize"),
    ({ file }) => file,
  );
}

function fileAfter(steps: readonly FileStep[], begun: readonly FileStep[], random: Random): Buffer {
  const size = sizeAfter(steps);
  const image = Buffer.alloc(random(2) === 0 ? Math.max(size, sizeAfter(begun)) : size);
  for (const step of steps) {
    if (step.type === "write") step.data.copy(image, step.offset);
    else image.fill(0, Math.min(step.bytes, image.length));
  }
  return image;
}

function sizeAfter(steps: readonly FileStep[]): number {
  return steps.reduce(
    (size, step) => (step.type === "resize" ? step.bytes : Math.max(size, step.offset + step.data.length)),
    0,
  );
}

function garbage(bytes: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length: bytes }, () => random(256)));
}
