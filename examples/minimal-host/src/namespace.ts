import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Keys and values, and the bytes of all of them. */
export interface Entries {
  readonly values: Map<string, Uint8Array>;
  usedBytes: number;
}

/** The data of one component: entries in memory, and a file that each commit replaces as a whole. */
export class Namespace {
  readonly #file: string;
  #committed: Entries;
  #pending: Entries | undefined;

  constructor(folder: string, componentId: string) {
    // A name that is safe in every file system, also where case does not count: ids that differ never share a file.
    this.#file = join(folder, `${createHash("sha256").update(componentId).digest("hex")}.json`);
    this.#committed = readEntries(this.#file);
  }

  /** What the call under way sees and changes. */
  get entries(): Entries {
    if (this.#pending === undefined) throw new Error("storage was used outside of a call");
    return this.#pending;
  }

  /** Does the work of one call: all that it wrote is on the disk when this returns, and nothing of it is anywhere when this throws. */
  transaction<Result>(work: () => Result): Result {
    const { values, usedBytes } = this.#committed;
    const pending = { values: new Map(values), usedBytes };
    this.#pending = pending;
    try {
      const result = work();
      if (!sameEntries(pending.values, values)) this.#commit(pending);
      return result;
    } finally {
      this.#pending = undefined;
    }
  }

  #commit(pending: Entries): void {
    try {
      replaceFile(this.#file, JSON.stringify(Array.from(pending.values, ([key, value]) => [key, base64(value)])));
      this.#committed = pending;
    } catch (cause) {
      this.#committed = readEntries(this.#file); // whatever has become of it, from now on this is what holds
      throw new Error("nobody can tell whether the call was committed", { cause });
    }
  }
}

function readEntries(file: string): Entries {
  let text = "[]";
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const values = new Map((JSON.parse(text) as [string, string][]).map(([key, value]) => [key, bytes(value)]));
  const usedBytes = Array.from(values, ([key, value]) => entryBytes(key, value)).reduce((sum, each) => sum + each, 0);
  return { values, usedBytes };
}

/** Whoever reads the file finds the old text or the new one, and after this the new one, whatever happens to the machine. */
function replaceFile(file: string, text: string): void {
  const draft = `${file}.new`;
  writeFileSync(draft, text, { flush: true });
  renameSync(draft, file);
  const folder = openSync(dirname(file), "r");
  fsyncSync(folder); // a rename is durable once its folder is
  closeSync(folder);
}

/** Values are replaced and never changed, so it is enough to compare which they are. */
function sameEntries(one: ReadonlyMap<string, Uint8Array>, other: ReadonlyMap<string, Uint8Array>): boolean {
  return one.size === other.size && one.entries().every(([key, value]) => other.get(key) === value);
}

export function entryBytes(key: string, value: Uint8Array): number {
  return Buffer.byteLength(key) + value.length;
}

const base64 = (value: Uint8Array) => Buffer.from(value).toString("base64");
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64"));
