import { closeSync, fstatSync, openSync } from "node:fs";
import { endianness } from "node:os";
import { BackendError } from "@airssys/backend";
import { isComplete } from "./data-pages.ts";
import { findForeignName } from "./foreign-name.ts";
import { type Meta, readMeta } from "./meta-page.ts";

/**
 * Looks at a data file before lmdb does, because lmdb maps what it is given and takes the whole process down (SIGSEGV,
 * SIGBUS) on a file of something else, or on one that was cut off. It cannot see damage inside pages: they have no
 * checksums. The environment of another program is refused too, since opening it would add our database to it.
 *
 * @throws BackendError `corrupt`, or `version` if the file has another format.
 */
export function inspectDataFile(file: string): void {
  // The file has the byte order of the machine, and the grammar here is little-endian.
  if (endianness() !== "LE") return;
  const descriptor = openIfPresent(file);
  if (descriptor === undefined) return;
  try {
    for (let look = 1; ; look++) {
      const fault = faultOf(descriptor, file);
      if (fault === undefined) return;
      if (look === LOOKS_MAX) throw fault;
      pause(); // another process may just be creating the file: only a fault that stays is one
    }
  } finally {
    closeSync(descriptor);
  }
}

const LOOKS_MAX = 3;

function faultOf(descriptor: number, file: string): BackendError | undefined {
  if (fstatSync(descriptor).size === 0) return undefined; // lmdb begins a new store
  const meta = newestMeta(descriptor);
  if (meta === undefined)
    return new BackendError("corrupt", `${file} is not an lmdb data file, or its head is damaged`);
  if (meta === "other version") return new BackendError("version", `${file} was written by another version of lmdb`);
  const foreign = findForeignName(descriptor, meta);
  if (foreign !== undefined && transactionOf(newestMeta(descriptor)) === meta.transaction)
    return new BackendError("corrupt", `${file} is an lmdb environment of another program: it holds ${foreign}`);
  const pages = Math.floor(fstatSync(descriptor).size / meta.pageBytes);
  if (meta.pageLast < pages || meta.isUnsynced || isComplete(descriptor, meta, pages)) return undefined;
  // Who commits at this moment may have reused pages of the snapshot, and has a file that works.
  if (transactionOf(newestMeta(descriptor)) !== meta.transaction) return undefined;
  return new BackendError(
    "corrupt",
    `${file} is cut off or damaged: it has ${pages} pages, and some of its data lies elsewhere`,
  );
}

function newestMeta(descriptor: number): ReturnType<typeof readMeta> {
  const first = readMeta(descriptor, 0);
  if (first === undefined || first === "other version") return first;
  const second = readMeta(descriptor, first.pageBytes);
  if (second === undefined || second === "other version") return second;
  return first.transaction >= second.transaction ? first : second;
}

function transactionOf(meta: Meta | "other version" | undefined): bigint | undefined {
  return typeof meta === "object" ? meta.transaction : undefined;
}

function openIfPresent(file: string): number | undefined {
  try {
    return openSync(file, "r");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
}
