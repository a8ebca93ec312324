import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Keys with their values, which are replaced and never changed. */
export interface Contents {
  readonly entries: Map<string, Uint8Array>;
  /** What keys and values take. */
  usedBytes: number;
  /** What all values took that the call under way has written. */
  writtenBytes: number;
  /** The keys that the call under way has changed. */
  readonly changed: Set<string>;
}

/** The data of one component: entries in memory, and a file that each commit replaces as a whole. */
export class Namespace {
  readonly #file: string;
  /** What the file has, where that is known. */
  #committed: Contents | undefined;
  #pending: Contents | undefined;

  constructor(folder: string, componentId: string) {
    // A digest is a good name in every file system, also where case does not count: two ids never share a file.
    this.#file = join(folder, `${createHash("sha256").update(componentId).digest("hex")}.json`);
  }

  /** What the call under way sees and changes. */
  get pending(): Contents {
    if (this.#pending === undefined) throw new Error("storage was used outside of a call");
    return this.#pending;
  }

  /** Does the work of a call: what it wrote is on the disk when this returns, and nowhere when the work throws. */
  transaction<Result>(work: () => Result): Result {
    this.#committed ??= this.#read();
    const { entries, usedBytes } = this.#committed;
    const pending = { entries: new Map(entries), usedBytes, writtenBytes: 0, changed: new Set<string>() };
    this.#pending = pending;
    try {
      const result = work();
      const isSame = ([key, value]: [string, Uint8Array]) => entries.get(key) === value;
      if (pending.entries.size !== entries.size || !pending.entries.entries().every(isSame)) this.#commit(pending);
      return result;
    } finally {
      this.#pending = undefined;
    }
  }

  /**
   * Whoever reads the file finds the old one or the new one, and after this the new one, whatever happens to the
   * machine.
   */
  #commit(pending: Contents): void {
    let failure = "the call was not committed";
    try {
      const lines = Array.from(pending.entries, ([key, value]) => [key, Buffer.from(value).toString("base64")]);
      writeFileSync(`${this.#file}.new`, JSON.stringify(lines), { flush: true });
      failure = "nobody can tell whether the call was committed";
      renameSync(`${this.#file}.new`, this.#file);
      flushFolder(dirname(this.#file)); // a rename is durable once its folder is
      this.#committed = pending;
    } catch (cause) {
      this.#committed = undefined; // whatever became of the file, it is what holds from now on
      throw new Error(failure, { cause });
    }
  }

  #read(): Contents {
    const lines: [string, string][] = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, "utf8")) : [];
    const entries = new Map(lines.map(([key, value]) => [key, new Uint8Array(Buffer.from(value, "base64"))]));
    const usedBytes = entries.entries().reduce((sum, [key, value]) => sum + bytesOf(key, value), 0);
    return { entries, usedBytes, writtenBytes: 0, changed: new Set() };
  }
}

/** What an entry takes: nothing if there is none. */
export const bytesOf = (key: string, value?: Uint8Array): number => (value ? Buffer.byteLength(key) + value.length : 0);

/** Makes durable what was created or renamed in a folder. */
export function flushFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
